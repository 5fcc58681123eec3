import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { counted } from '@/lib/format';
import { saveFile } from '@/lib/download';
import { Drawing, type Library } from './drawing';
import { svgText } from './exports';
import type { Layout } from './layout';
import { coloursOf } from './look';
import type { Graph } from './network';
import { stepFrom, type Direction } from './walk';

interface Props {
  graph: Graph;
  layout: Layout;
  chosen: string | undefined;
  gaps: boolean;
  fileName: string;
  onChoose: (id: string | undefined) => void;
}

const kKeys: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** The library for graphs is loaded here and nowhere else. */
function useLibrary() {
  const [library, setLibrary] = useState<Library>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    setError(undefined);
    import('cytoscape').then(
      (module) => wanted && setLibrary(() => module.default),
      (failure: unknown) => wanted && setError(failure),
    );
    return () => {
      wanted = false;
    };
  }, [attempt]);
  return { library, error, retry: () => setAttempt((before) => before + 1) };
}

/** Calls back when the colours change: the person's choice on this page, or the machine's. */
function onColours(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', changed);
  };
}

export function NetworkGraph({ graph, layout, chosen, gaps, fileName, onChoose }: Props) {
  const { library, error, retry } = useLibrary();
  const container = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing>();
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    if (library === undefined || container.current === null) {
      return undefined;
    }
    const made = new Drawing(library, container.current, graph, layout, (id) => choose.current(id));
    const stop = onColours(() => made.recolour());
    setDrawing(made);
    return () => {
      stop();
      made.destroy();
      setDrawing(undefined);
    };
  }, [library, graph, layout]);
  useEffect(() => drawing?.choose(chosen), [drawing, chosen]);
  useEffect(() => drawing?.fadeMapped(gaps), [drawing, gaps]);

  const press = (event: KeyboardEvent) => {
    const direction = kKeys[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (direction !== undefined) {
      const next = stepFrom(graph, layout, chosen, direction);
      if (next !== undefined) {
        onChoose(next);
      }
    } else if (event.key === 'Escape') {
      onChoose(undefined);
    } else if (event.key === '+' || event.key === '=') {
      drawing?.zoomBy(1.25);
    } else if (event.key === '-') {
      drawing?.zoomBy(0.8);
    } else if (event.key === '0') {
      drawing?.fit();
    } else {
      return;
    }
    event.preventDefault();
  };
  const savePng = async () => {
    const blob = await drawing?.png();
    if (blob !== undefined) {
      saveFile(`${fileName}.png`, blob);
    }
  };
  const saveSvg = () => saveFile(`${fileName}.svg`, svgText(graph, layout, coloursOf(document.documentElement)), 'image/svg+xml');
  return (
    <div className="aop-explorer-graph">
      <div className="aop-explorer-tools" role="group" aria-label="View">
        <Button className="small" onClick={() => drawing?.zoomBy(1.25)} aria-label="Zoom in">
          +
        </Button>
        <Button className="small" onClick={() => drawing?.zoomBy(0.8)} aria-label="Zoom out">
          −
        </Button>
        <Button className="small" onClick={() => drawing?.fit()}>
          Fit
        </Button>
        <span className="aop-explorer-saves">
          <Button className="small" onClick={() => void savePng()}>
            PNG
          </Button>
          <Button className="small" onClick={saveSvg}>
            SVG
          </Button>
        </span>
      </div>
      {error !== undefined && <ErrorState error={error} title="The drawing could not be loaded. The table has the same." onRetry={retry} />}
      {library === undefined && error === undefined && <Loading lines={1} label="Loading the drawing" />}
      {/* An application of its own: arrow keys walk along the relationships. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={container}
        className="aop-explorer-canvas"
        hidden={error !== undefined}
        data-ready={drawing === undefined ? undefined : 'true'}
        role="application"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={`Network of ${counted(graph.nodes.length, 'Key Event')} and ${counted(graph.edges.length, 'relationship')}`}
        aria-describedby="aop-explorer-keys"
        onKeyDown={press}
      />
      <p id="aop-explorer-keys" className="hint">
        Drag to move, scroll to zoom, click a Key Event for more. By keyboard: → effect, ← cause, ↑ ↓ neighbours in the column, + − 0 zoom.
      </p>
    </div>
  );
}
