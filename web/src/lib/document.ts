/** A guide as it is built into the application: text and structure, never HTML. */
export interface GuideDocument {
  title: string;
  blocks: readonly Block[];
}

export type Inline =
  | string
  | { type: 'strong' | 'em' | 'del'; children: readonly Inline[] }
  | { type: 'code'; text: string }
  | { type: 'break' }
  | { type: 'link'; href: string; children: readonly Inline[] }
  | { type: 'image'; src: string; text: string };

export type Block =
  | { type: 'heading'; level: number; id: string; children: readonly Inline[] }
  | { type: 'paragraph'; children: readonly Inline[] }
  | { type: 'code'; text: string }
  | { type: 'list'; ordered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { type: 'table'; name: string; head: readonly (readonly Inline[])[]; rows: readonly (readonly (readonly Inline[])[])[] }
  | { type: 'quote'; blocks: readonly Block[] }
  | { type: 'rule' };
