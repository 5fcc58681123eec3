declare module '*.md' {
  import type { GuideDocument } from '@/lib/document';
  const document: GuideDocument;
  export default document;
}
