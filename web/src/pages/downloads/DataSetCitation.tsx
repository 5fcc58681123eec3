import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { errorOf } from '@/api/errors';
import { CopyButton } from '@/parts/CopyButton';
import { Tabs } from '@/ui/Tabs';

const kForms = [
  { key: 'text', label: 'Text' },
  { key: 'bibtex', label: 'BibTeX' },
  { key: 'ris', label: 'RIS' },
] as const;
type Form = (typeof kForms)[number]['key'];

/** How the data set as a whole is cited; nothing when this server cannot say. */
export function DataSetCitation() {
  const [form, setForm] = useState<Form>('text');
  const citation = useQuery({
    queryKey: ['downloads', 'citation', form],
    queryFn: async () => {
      const answer = await fetch(`/dataset/citation?format=${form}`);
      if (!answer.ok) {
        throw await errorOf(answer);
      }
      return answer.text();
    },
    retry: false,
  });
  if (citation.isError) {
    return null;
  }
  return (
    <section>
      <h2>Cite the data set</h2>
      <Tabs label="Form of the citation" kind="pills" tabs={kForms} current={form} onChange={setForm}>
        <pre className="downloads-citation">{citation.data ?? '…'}</pre>
        <CopyButton text={citation.data ?? ''} label="Copy" />
      </Tabs>
    </section>
  );
}
