import { lazy, Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import { Link, useParams } from 'wouter';
import type { GuideDocument } from '@/lib/document';
import { kGuides } from '@/lib/guides';
import { PageSkeleton } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState } from '@/ui/States';
import { Guide } from './Guide';
import './documentation.css';

/** Each guide is a chunk of its own. A guide without a file in docs/ is not listed. */
const kFiles = import.meta.glob<GuideDocument>('../../../../docs/{about,api,curator,files,operator,ranking}.md', { import: 'default' });

const kPages = new Map<string, LazyExoticComponent<ComponentType>>(
  Object.entries(kFiles).map(([path, load]) => [
    /([\w-]+)\.md$/.exec(path)?.[1] ?? path,
    lazy(async () => {
      const document = await load();
      return { default: () => <Guide document={document} /> };
    }),
  ]),
);

export default function DocumentationPage() {
  const { name } = useParams();
  if (name === undefined) {
    return <Overview />;
  }
  const Found = kPages.get(name);
  if (Found === undefined) {
    return (
      <Page title="There is no such guide">
        <EmptyState title={`There is no guide called “${name}”.`}>
          <Link href="/documentation">All guides</Link>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Found key={name} />
    </Suspense>
  );
}

function Overview() {
  return (
    <Page title="Guides" wide lead="For those who make mappings, those who use them, and those who run the server.">
      <ul className="guide-cards">
        {kGuides
          .filter((guide) => kPages.has(guide.name))
          .map((guide) => (
            <li key={guide.name} className="card">
              <h2>
                <Link href={`/documentation/${guide.name}`}>{guide.title}</Link>
              </h2>
              <p>{guide.text}</p>
            </li>
          ))}
        <li className="card">
          <h2>
            <a href="/api/docs">API reference</a>
          </h2>
          <p>Every address of the public API, to be tried out in the page.</p>
        </li>
        <li className="card">
          <h2>
            <Link href="/privacy">Data protection</Link>
          </h2>
          <p>What is stored about people, how long, and how to get or erase it.</p>
        </li>
      </ul>
    </Page>
  );
}
