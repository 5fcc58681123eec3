import type cytoscape from 'cytoscape';
import { kBox, type Layout } from './layout';
import { boxLines, boxShape, coloursOf, isGap, kLevels, levelName, markedIn, marksSvg, type Colours } from './look';
import type { Graph, GraphNode } from './network';

export type Library = typeof cytoscape;

/** From this many boxes on, what moves is a picture of the drawing, so that panning stays smooth on a slow machine. */
const kMany = 150;
/** Below this, titles cannot be read. */
const kReadable = 0.35;
const kClose = 0.85;
const kMoveMs = 200;
const kPadding = 30;
/** Cytoscape would add a style element, which the content security policy forbids; it leaves that when one is there. */
const kStyleId = '__________cytoscape_stylesheet';
const kShapes = { cut: 'cut-rectangle', square: 'rectangle', round: 'round-rectangle' } as const;

/** Every way in which the three marks can be full or empty. */
const kMarkings = Array.from({ length: 8 }, (_, bits) => [0, 1, 2].map((at) => (bits & (1 << at)) !== 0));

function markingName(full: readonly boolean[]): string {
  return `marks-${full.map(Number).join('')}`;
}

function picture(full: readonly boolean[], colours: Colours): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="88" height="24" viewBox="0 0 44 12">${marksSvg(full, colours)}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

/** Looks are classes, of which there are few: a value of its own for each box would be parsed for each. */
function classesOf(node: GraphNode): string[] {
  const gap = isGap(node) ? ['gap'] : [];
  return [`level-${levelName(node.ke.level).toLowerCase()}`, markingName(markedIn(node.ke)), boxShape(node), ...gap];
}

function style(colours: Colours): cytoscape.StylesheetJson {
  const colour = (name: string) => colours[name] ?? '#888';
  return [
    {
      selector: 'node',
      style: {
        width: kBox.width,
        height: kBox.height,
        label: 'data(label)',
        'border-width': 1.5,
        'border-color': colour('line-strong'),
        color: colour('ink'),
        'font-size': 12.5,
        'font-family': 'system-ui, sans-serif',
        'text-wrap': 'wrap',
        'text-max-width': `${kBox.width}px`,
        'text-valign': 'center',
        'text-margin-y': -9,
        'line-height': 1.2,
        'min-zoomed-font-size': 7,
        'background-width': '44px',
        'background-height': '12px',
        'background-position-x': '50%',
        'background-position-y': '86%',
        'background-fit': 'none',
        'background-clip': 'none',
        'overlay-opacity': 0,
      },
    },
    ...[...kLevels, 'Unknown'].map((level) => ({
      selector: `node.level-${level.toLowerCase()}`,
      style: { 'background-color': colour(`level-${level.toLowerCase()}`) },
    })),
    ...kMarkings.map((full) => ({ selector: `node.${markingName(full)}`, style: { 'background-image': picture(full, colours) } })),
    ...Object.entries(kShapes).map(([name, shape]) => ({ selector: `node.${name}`, style: { shape } })),
    { selector: 'node.gap', style: { 'border-color': colour('gold'), 'border-width': 3, 'border-style': 'dashed' } },
    {
      selector: 'edge',
      style: {
        width: 1.6,
        'line-color': colour('line-strong'),
        'target-arrow-color': colour('line-strong'),
        'target-arrow-shape': 'triangle',
        'curve-style': 'straight',
        'source-endpoint': '90deg',
        'target-endpoint': '270deg',
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'edge.bowed',
      style: { 'curve-style': 'unbundled-bezier', 'control-point-distances': 'data(bend)' as unknown as number, 'control-point-weights': 0.5 },
    },
    { selector: 'edge.back', style: { 'source-endpoint': '180deg', 'target-endpoint': '180deg', 'line-style': 'dashed' } },
    { selector: '.faded', style: { opacity: 0.25 } },
    { selector: 'node.near', style: { 'border-color': colour('accent'), 'border-width': 3 } },
    { selector: 'edge.near', style: { 'line-color': colour('accent'), 'target-arrow-color': colour('accent'), width: 3 } },
    { selector: 'node.chosen', style: { 'border-color': colour('focus'), 'border-width': 5, 'border-style': 'solid' } },
  ];
}

/** One graph on the screen: boxes at the places of a layout, in the colours of the page. */
export class Drawing {
  private readonly cy: cytoscape.Core;

  constructor(
    library: Library,
    private readonly container: HTMLElement,
    graph: Graph,
    layout: Layout,
    onChoose: (id: string | undefined) => void,
  ) {
    if (document.getElementById(kStyleId) === null) {
      const stand = document.createElement('meta');
      stand.id = kStyleId;
      document.head.append(stand);
    }
    const many = graph.nodes.length >= kMany;
    const x = (id: string) => layout.positions.get(id)?.x ?? 0;
    const colours = coloursOf(container);
    this.cy = library({
      container,
      elements: {
        nodes: graph.nodes.map((node) => ({
          data: { id: node.ke.ke_id, label: boxLines(node).join('\n') },
          position: { ...(layout.positions.get(node.ke.ke_id) ?? { x: 0, y: 0 }) },
          classes: classesOf(node),
        })),
        edges: graph.edges.map(([source, target], at) => ({
          data: { id: `${source}>${target}`, source, target, bend: layout.bends[at] ?? 0 },
          classes: [layout.bends[at] === 0 ? '' : 'bowed', x(target) <= x(source) ? 'back' : ''].join(' '),
        })),
      },
      style: style(colours),
      layout: { name: 'preset', fit: true, padding: kPadding },
      minZoom: 0.04,
      maxZoom: 2.5,
      autoungrabify: true,
      boxSelectionEnabled: false,
      selectionType: 'single',
      textureOnViewport: many,
      hideLabelsOnViewport: many,
      pixelRatio: many ? 1 : 'auto',
    });
    this.cy.on('tap', 'node', (event) => onChoose((event.target as cytoscape.NodeSingular).id()));
    this.cy.on('tap', (event) => {
      if (event.target === this.cy) {
        onChoose(undefined);
      }
    });
  }

  /** After a change of the colour scheme. */
  recolour(): void {
    this.cy.style(style(coloursOf(this.container)));
  }

  /** Marks a box and what it hangs together with; brings it into view when it is outside, or too small to read. */
  choose(id: string | undefined): void {
    this.cy.batch(() => {
      this.cy.elements().removeClass('chosen near');
      if (id !== undefined) {
        const node = this.cy.getElementById(id);
        node.connectedEdges().addClass('near');
        node.neighborhood('node').addClass('near');
        node.addClass('chosen');
      }
    });
    if (id !== undefined && this.cy.getElementById(id).nonempty()) {
      this.bringIntoView(this.cy.getElementById(id));
    }
  }

  fadeMapped(on: boolean): void {
    this.cy.batch(() => {
      this.cy.nodes().not('.gap').toggleClass('faded', on);
      this.cy.edges().toggleClass('faded', on);
    });
  }

  fit(): void {
    const all = this.cy.elements();
    if (isStill()) {
      this.cy.fit(all, kPadding);
    } else {
      this.cy.stop().animate({ fit: { eles: all, padding: kPadding } }, { duration: kMoveMs });
    }
  }

  zoomBy(factor: number): void {
    const centre = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: centre });
  }

  /** The whole drawing at twice its size, or as large as browsers allow. */
  async png(): Promise<Blob> {
    const kMost = 12_000;
    const box = this.cy.elements().boundingBox();
    const scale = Math.min(2, kMost / Math.max(box.w, box.h, 1));
    return this.cy.png({ full: true, scale, bg: coloursOf(this.container)['surface'] ?? '#fff', output: 'blob-promise' });
  }

  destroy(): void {
    this.cy.destroy();
  }

  private bringIntoView(node: cytoscape.CollectionReturnValue): void {
    const shown = this.cy.extent();
    const box = node.boundingBox();
    const inside = box.x1 >= shown.x1 && box.x2 <= shown.x2 && box.y1 >= shown.y1 && box.y2 <= shown.y2;
    const readable = this.cy.zoom() >= kReadable;
    if (inside && readable) {
      return;
    }
    const zoom = readable ? this.cy.zoom() : kClose;
    if (isStill()) {
      this.cy.zoom(zoom);
      this.cy.center(node);
    } else {
      this.cy.stop().animate({ center: { eles: node }, zoom }, { duration: kMoveMs });
    }
  }
}

function isStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
