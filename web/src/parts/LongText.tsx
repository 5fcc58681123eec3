import { useState } from 'react';
import { Button } from '@/ui/Button';
import { shortened } from '@/lib/text';

/** Text of a source; a long one is cut after a word until somebody wants all of it. */
export function LongText({ text, most = 420 }: { text: string; most?: number }) {
  const [whole, setWhole] = useState(false);
  const short = shortened(text, most);
  if (short === text) {
    return <p>{text}</p>;
  }
  return (
    <div className="long-text">
      <p>{whole ? text : short}</p>
      <p className="print-only">{text}</p>
      <Button kind="quiet" className="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? 'Show less' : 'Show all of it'}
      </Button>
    </div>
  );
}
