import { useEffect } from 'react';
import { Link } from 'wouter';
import type { Block, GuideDocument } from '@/lib/document';
import { Page } from '@/ui/Page';
import { Blocks, Inlines } from './Blocks';

type Heading = Extract<Block, { type: 'heading' }>;

/** A guide with the list of its parts beside it. */
export function Guide({ document: guide }: { document: GuideDocument }) {
  const parts = guide.blocks.filter((block): block is Heading => block.type === 'heading' && block.level === 2);
  useEffect(() => {
    // The browser looked for the anchor before the guide was there.
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    if (anchor !== '') {
      document.getElementById(anchor)?.scrollIntoView();
    }
  }, []);
  return (
    <Page title={guide.title} wide>
      <div className="guide">
        <nav aria-label="Parts of this guide">
          <p>
            <Link href="/documentation">All guides</Link>
          </p>
          <ul>
            {parts.map((part) => (
              <li key={part.id}>
                <a href={`#${part.id}`}>
                  <Inlines of={part.children} />
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <article>
          <Blocks of={guide.blocks} />
        </article>
      </div>
    </Page>
  );
}
