/** Markdown to a `GuideDocument`, while the application is built. Nothing of this is part of what browsers load. */
import { marked, type Token, type Tokens } from 'marked';
import type { Block, GuideDocument, Inline } from '../lib/document';

export interface Surroundings {
  /** Name of the file, for messages. */
  file: string;
  /** Where a relative link leads; undefined for what is no page: its text stays. */
  pageOf: (href: string) => string | undefined;
  /** What stands for a relative picture in the document. */
  pictureOf: (href: string) => string;
}

const kEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Marked escapes text for HTML, which is not what this becomes. */
function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => kEntities[name] ?? whole);
}

/** The anchor of a heading, as code hosts make it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function textOf(children: readonly Inline[]): string {
  return children
    .map((child) => {
      if (typeof child === 'string') {
        return child;
      }
      return 'children' in child ? textOf(child.children) : 'text' in child ? child.text : ' ';
    })
    .join('');
}

class Reader {
  private section = '';
  private readonly tables = new Map<string, number>();

  constructor(private readonly around: Surroundings) {}

  /** No two tables of a guide have the same name: screen readers list them. */
  private nameOfTable(): string {
    const number = (this.tables.get(this.section) ?? 0) + 1;
    this.tables.set(this.section, number);
    return number === 1 ? `Table: ${this.section}` : `Table ${number}: ${this.section}`;
  }

  blocks(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => this.block(token));
  }

  private block(token: Token): Block[] {
    switch (token.type) {
      case 'space':
        return [];
      case 'heading': {
        const { depth, tokens } = token as Tokens.Heading;
        const children = this.inlines(tokens);
        this.section = textOf(children);
        return [{ type: 'heading', level: depth, id: anchorOf(this.section), children }];
      }
      case 'paragraph':
        return [{ type: 'paragraph', children: this.inlines((token as Tokens.Paragraph).tokens) }];
      case 'text': {
        const { tokens, text } = token as Tokens.Text;
        return [{ type: 'paragraph', children: tokens === undefined ? [plain(text)] : this.inlines(tokens) }];
      }
      case 'code':
        return [{ type: 'code', text: (token as Tokens.Code).text }];
      case 'list': {
        const { ordered, start, items } = token as Tokens.List;
        return [{ type: 'list', ordered, start: start === '' ? 1 : start, items: items.map((item) => this.blocks(item.tokens)) }];
      }
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        const cell = (one: Tokens.TableCell) => this.inlines(one.tokens);
        return [{ type: 'table', name: this.nameOfTable(), head: header.map(cell), rows: rows.map((row) => row.map(cell)) }];
      }
      case 'blockquote':
        return [{ type: 'quote', blocks: this.blocks((token as Tokens.Blockquote).tokens) }];
      case 'hr':
        return [{ type: 'rule' }];
      default:
        return this.refuse(token);
    }
  }

  private inlines(tokens: readonly Token[]): Inline[] {
    return tokens.map((token) => this.inline(token));
  }

  private inline(token: Token): Inline {
    switch (token.type) {
      case 'text': {
        const { tokens, text } = token as Tokens.Text;
        const only = tokens?.length === 1 ? tokens[0] : undefined;
        return only === undefined || only.type === 'text' ? plain(text) : this.inline(only);
      }
      case 'escape':
        return plain((token as Tokens.Escape).text);
      case 'strong':
      case 'em':
      case 'del':
        return { type: token.type, children: this.inlines((token as Tokens.Strong).tokens) };
      case 'codespan':
        return { type: 'code', text: plain((token as Tokens.Codespan).text) };
      case 'br':
        return { type: 'break' };
      case 'link': {
        const { href, tokens } = token as Tokens.Link;
        const to = /^(https?:|mailto:|\/|#)/.test(href) ? href : this.around.pageOf(href);
        const children = this.inlines(tokens);
        return to === undefined ? textOf(children) : { type: 'link', href: to, children };
      }
      case 'image': {
        const { href, text } = token as Tokens.Image;
        if (/^[a-z]+:/.test(href)) {
          throw new Error(`${this.around.file}: picture ${href} is of another host; pages show none from there`);
        }
        return { type: 'image', src: this.around.pictureOf(href), text: plain(text) };
      }
      default:
        return this.refuse(token);
    }
  }

  private refuse(token: Token): never {
    throw new Error(`${this.around.file}: ${token.type} is not shown in guides: ${token.raw.slice(0, 80)}`);
  }
}

/** Errors: HTML in the text, a picture of another host, or no heading at the top. */
export function readMarkdown(text: string, around: Surroundings): GuideDocument {
  const blocks = new Reader(around).blocks(marked.lexer(text));
  const [first, ...rest] = blocks;
  if (first?.type !== 'heading' || first.level !== 1) {
    throw new Error(`${around.file}: expected a heading of the first level at the top`);
  }
  return { title: textOf(first.children), blocks: rest };
}
