import { useId, useState } from 'react';
import { readPreview, useFileFacts } from '@/api/downloads';
import { asApiError } from '@/api/errors';
import { fileAddress, type FileEntry, type FileFacts, type Tier } from '@/lib/downloads';
import { formatBytes } from '@/lib/text';
import { Button } from '@/ui/Button';
import './file-row.css';

/** A file with its size, its revision, and its first lines where they are text. */
export function FileRow({ file, tier }: { file: FileEntry; tier: Tier }) {
  const address = fileAddress(file.path, tier);
  const facts = useFileFacts(address);
  const [preview, setPreview] = useState<{ text: string; failed: boolean }>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const empty = facts.data === null;
  const toggle = async () => {
    if (preview) {
      setPreview(undefined);
      return;
    }
    setBusy(true);
    try {
      setPreview({ text: await readPreview(address), failed: false });
    } catch (error) {
      setPreview({ text: asApiError(error).message, failed: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <li>
      <div className="file-row">
        <div>
          <b>{file.title}</b>
          <small>{file.text}</small>
        </div>
        <p className="file-facts">
          {facts.isPending && <span className="hint">asking for its size…</span>}
          {facts.isError && <span className="hint">{facts.error.message}</span>}
          {empty && <span className="hint">No mapping for this file yet.</span>}
          {facts.data && <Facts facts={facts.data} />}
        </p>
        <div className="file-actions">
          {file.readable && !empty && (
            <Button kind="quiet" className="small" busy={busy} aria-expanded={preview !== undefined} aria-controls={id} onClick={() => void toggle()}>
              Preview<span className="visually-hidden"> of {file.title}</span>
            </Button>
          )}
          {!empty && (
            <a className="button small" href={address} download aria-label={`Download ${file.title}`}>
              Download
            </a>
          )}
        </div>
      </div>
      <div id={id}>
        {preview?.failed && (
          <p className="field-error" role="alert">
            {preview.text}
          </p>
        )}
        {preview && !preview.failed && (
          // A region that scrolls has to take the focus, or arrow keys cannot scroll it.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <pre className="file-preview" role="region" aria-label={`First lines of ${file.title}`} tabIndex={0}>
            {preview.text}
          </pre>
        )}
      </div>
    </li>
  );
}

function Facts({ facts }: { facts: FileFacts }) {
  return (
    <>
      {facts.bytes !== undefined && (
        <span>
          {formatBytes(facts.bytes)}
          {facts.packed && <small> compressed on the way</small>}
        </span>
      )}
      {facts.name !== undefined && <span className="id">{facts.name}</span>}
      {facts.revision !== undefined && (
        <span>
          revision <span className="id">{facts.revision}</span>
        </span>
      )}
    </>
  );
}
