import { useQuery } from '@tanstack/react-query';
import { factsOf, previewLines, wholeFiles, type FileFacts } from '@/lib/downloads';
import { errorOf } from './errors';
import { getJson } from './client';

export function useFormats() {
  return useQuery({
    queryKey: ['downloads', 'formats'],
    queryFn: async () => wholeFiles(await getJson('/export/formats')),
    staleTime: 5 * 60_000,
  });
}

/** What a server says of a file that has no content: gene sets and RDF of nothing are no files. */
const kNoContent = 503;

/** Size, name and revision; null when the file would be empty. */
export function useFileFacts(address: string) {
  return useQuery({
    queryKey: ['downloads', 'head', address],
    queryFn: async ({ signal }): Promise<FileFacts | null> => {
      const answer = await fetch(address, { method: 'HEAD', signal });
      if (answer.status === kNoContent) {
        return null;
      }
      if (!answer.ok) {
        throw await errorOf(answer);
      }
      return factsOf(answer.headers);
    },
  });
}

const kPreviewBytes = 4096;

/** The beginning of a file; the rest is not fetched. */
export async function readPreview(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok || answer.body === null) {
    throw await errorOf(answer);
  }
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let complete = false;
  while (text.length < kPreviewBytes && !complete) {
    const piece = await reader.read();
    complete = piece.done;
    text += decoder.decode(piece.value, { stream: !complete });
  }
  await reader.cancel();
  return previewLines(text.slice(0, kPreviewBytes), complete && text.length <= kPreviewBytes);
}
