import { useState } from 'react';
import { citationBibtex, citationText } from '@/lib/citation';
import type { Mapping } from '@/lib/mappings';
import { CopyButton } from '@/parts/CopyButton';

/** A citation of this mapping, as text and for a reference manager. */
export function Cite({ mapping }: { mapping: Mapping }) {
  const [form, setForm] = useState<'text' | 'bibtex'>('text');
  const address = `${window.location.origin}/mappings/${mapping.uuid}`;
  const cited = form === 'text' ? citationText(mapping, address) : citationBibtex(mapping, address);
  return (
    <section className="card cite">
      <h2>Cite it</h2>
      {form === 'text' ? <p className="cite-text">{cited}</p> : <pre className="cite-text">{cited}</pre>}
      <p className="button-row screen-only">
        <CopyButton text={cited} label="Copy" />
        <button type="button" className="button quiet small" onClick={() => setForm(form === 'text' ? 'bibtex' : 'text')}>
          {form === 'text' ? 'As BibTeX' : 'As text'}
        </button>
      </p>
    </section>
  );
}
