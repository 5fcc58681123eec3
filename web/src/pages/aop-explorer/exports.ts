import { csvText } from '@/lib/download';
import { kBox, type Layout, type Point } from './layout';
import { boxLines, boxShape, isGap, levelName, markedIn, marksSvg, type Colours } from './look';
import type { Graph, GraphNode } from './network';

const kMargin = 40;
const kLineHeight = 15;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function outline(node: GraphNode, { x, y }: Point): string {
  const left = x - kBox.width / 2;
  const top = y - kBox.height / 2;
  const shape = boxShape(node);
  if (shape === 'cut') {
    const [w, h, c] = [kBox.width, kBox.height, 8];
    return `<path d="M${left + c} ${top}h${w - 2 * c}l${c} ${c}v${h - 2 * c}l${-c} ${c}h${2 * c - w}l${-c} ${-c}v${2 * c - h}z"`;
  }
  return `<rect x="${left}" y="${top}" width="${kBox.width}" height="${kBox.height}" rx="${shape === 'round' ? 10 : 0}"`;
}

function box(node: GraphNode, at: Point, colours: Colours): string {
  const gap = isGap(node);
  const stroke = gap ? colours['gold'] : colours['line-strong'];
  const lines = boxLines(node).map(
    (line, row) =>
      `<text x="${at.x}" y="${at.y - kBox.height / 2 + 19 + row * kLineHeight}"${row === 0 ? ' font-weight="bold"' : ''}>${escaped(line)}</text>`,
  );
  return [
    `<g><title>${escaped(`${node.ke.ke_id} ${node.ke.title}`)}</title>`,
    `${outline(node, at)} fill="${colours[`level-${levelName(node.ke.level).toLowerCase()}`]}" stroke="${stroke}" stroke-width="${gap ? 3 : 1.5}"${gap ? ' stroke-dasharray="7 4"' : ''}/>`,
    ...lines,
    `<g transform="translate(${at.x - 22} ${at.y + kBox.height / 2 - 19})">${marksSvg(markedIn(node.ke), colours)}</g></g>`,
  ].join('');
}

/** From the right side of the cause to the left side of the effect; bowed like on the screen. */
function arrow(from: Point, to: Point, bend: number, colours: Colours): string {
  const half = kBox.width / 2;
  const back = to.x <= from.x;
  const a = back ? { x: from.x, y: from.y + kBox.height / 2 } : { x: from.x + half, y: from.y };
  const b = back ? { x: to.x, y: to.y + kBox.height / 2 } : { x: to.x - half, y: to.y };
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  // A curve goes half as far as its control point, hence twice the bend.
  const control = {
    x: (a.x + b.x) / 2 - (2 * bend * (b.y - a.y)) / length,
    y: (a.y + b.y) / 2 + (2 * bend * (b.x - a.x)) / length,
  };
  return `<path d="M${a.x} ${a.y}Q${control.x.toFixed(1)} ${control.y.toFixed(1)} ${b.x} ${b.y}" fill="none" stroke="${colours['ink-soft']}" stroke-width="1.5" marker-end="url(#arrow)"/>`;
}

/** The drawing as a file of its own, for papers. */
export function svgText(graph: Graph, layout: Layout, colours: Colours): string {
  const place = (id: string): Point => layout.positions.get(id) ?? { x: 0, y: 0 };
  const bow = layout.bends.reduce((most, bend) => Math.max(most, Math.abs(bend)), 0);
  const [x, y] = [-kMargin, -kMargin - bow];
  const [width, height] = [layout.width + 2 * kMargin, layout.height + 2 * (kMargin + bow)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" text-anchor="middle" fill="${colours['ink']}">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0l8 4-8 4z" fill="${colours['ink-soft']}"/></marker></defs>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colours['surface']}"/>`,
    ...graph.edges.map(([from, to], at) => arrow(place(from), place(to), layout.bends[at] ?? 0, colours)),
    ...graph.nodes.map((node) => box(node, place(node.ke.ke_id), colours)),
    '</svg>\n',
  ].join('\n');
}

/** One line for each Key Event, with what leads to it and what it leads to. */
export function networkCsv(graph: Graph): string {
  return csvText([
    ['ke_id', 'title', 'biological_level', 'type', 'upstream', 'downstream', 'wikipathways_mappings', 'go_mappings', 'reactome_mappings'],
    ...graph.nodes.map(({ ke, parts, upstream, downstream }) => [
      ke.ke_id,
      ke.title,
      ke.level,
      parts.join(' '),
      upstream.join('; '),
      downstream.join('; '),
      ke.mapped.wikipathways,
      ke.mapped.go,
      ke.mapped.reactome,
    ]),
  ]);
}
