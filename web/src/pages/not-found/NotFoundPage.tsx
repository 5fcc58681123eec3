import { Link } from 'wouter';
import { Page } from '@/ui/Page';

export function NotFoundPage() {
  return (
    <Page title="There is no such page" lead="The address leads nowhere, or to something that is no longer here.">
      <p>
        <Link href="/">Start page</Link> · <Link href="/mapper">Map a Key Event</Link> · <Link href="/explore">Explore mappings</Link>
      </p>
    </Page>
  );
}
