import { Button } from '@/ui/Button';
import { useToast } from '@/ui/Toast';

/** Puts text on the clipboard and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const toast = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast.say('Copied.');
    } catch {
      toast.warn('The browser does not let this page use the clipboard. Select the text and copy it yourself.');
    }
  };
  return (
    <Button className="small" onClick={() => void copy()}>
      {label}
    </Button>
  );
}
