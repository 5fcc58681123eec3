import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Block, Inline } from '@/lib/document';
import { Table } from '@/ui/Table';

export function Blocks({ of }: { of: readonly Block[] }) {
  return of.map((block, at) => <OneBlock key={at} block={block} />);
}

function OneBlock({ block }: { block: Block }): ReactNode {
  switch (block.type) {
    case 'heading': {
      const Heading = block.level <= 2 ? 'h2' : 'h3';
      return (
        <Heading id={block.id}>
          <Inlines of={block.children} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Inlines of={block.children} />
        </p>
      );
    case 'code':
      return (
        // What scrolls has to take the focus, or arrow keys cannot scroll it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const items = block.items.map((item, at) => (
        <li key={at}>
          <ListItem blocks={item} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <Table caption={block.name} head={block.head.map((cell, at) =>
            cell.length === 0 ? (
              <span key={at} className="visually-hidden">
                Notes
              </span>
            ) : (
              <Inlines key={at} of={cell} />
            ),
          )}>
          {block.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Inlines of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks of={block.blocks} />
        </blockquote>
      );
    case 'rule':
      return <hr />;
  }
}

/** The text of an item stands in it without a paragraph around, as in a list that is set tight. */
function ListItem({ blocks }: { blocks: readonly Block[] }) {
  const [first, ...rest] = blocks;
  if (first?.type !== 'paragraph') {
    return <Blocks of={blocks} />;
  }
  return (
    <>
      <Inlines of={first.children} />
      <Blocks of={rest} />
    </>
  );
}

export function Inlines({ of }: { of: readonly Inline[] }) {
  return of.map((inline, at) => <OneInline key={at} inline={inline} />);
}

function OneInline({ inline }: { inline: Inline }): ReactNode {
  if (typeof inline === 'string') {
    return inline;
  }
  switch (inline.type) {
    case 'strong':
      return (
        <strong>
          <Inlines of={inline.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines of={inline.children} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines of={inline.children} />
        </del>
      );
    case 'code':
      return <code>{inline.text}</code>;
    case 'break':
      return <br />;
    case 'image':
      return <img src={inline.src} alt={inline.text} loading="lazy" />;
    case 'link':
      return <GuideLink href={inline.href} text={<Inlines of={inline.children} />} />;
  }
}

/** Pages of the application open in place; files, the API and other sites are left to the browser. */
const kPagesHere = /^\/(documentation|downloads|explore|mapper|privacy|stats|aop-explorer|search|me|ke\/|pathways\/|mappings\/|$)/;

function GuideLink({ href, text }: { href: string; text: ReactNode }) {
  if (kPagesHere.test(href)) {
    return <Link href={href}>{text}</Link>;
  }
  return (
    <a href={href} rel={href.startsWith('http') ? 'noreferrer' : undefined}>
      {text}
    </a>
  );
}
