import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { readMarkdown } from './markdown';

/** Imports of `docs/NAME.md` as a `GuideDocument`, pictures as files of the application. `guides` are those with a page. */
export function markdown(guides: readonly string[]): Plugin {
  return {
    name: 'kewp-markdown',
    enforce: 'pre',
    transform(text, id) {
      if (!id.endsWith('.md')) {
        return null;
      }
      const pictures: string[] = [];
      const document = readMarkdown(text, {
        file: basename(id),
        pageOf: (href) => {
          const [, name, anchor = ''] = /^(?:\.\/)?([\w-]+)\.md(#.*)?$/.exec(href) ?? [];
          return name !== undefined && guides.includes(name) ? `/documentation/${name}${anchor}` : undefined;
        },
        pictureOf: (href) => {
          pictures.push(join(dirname(id), href));
          return `@picture ${pictures.length - 1}`;
        },
      });
      const imports = pictures.map((path, at) => `import picture${at} from ${JSON.stringify(`${path}?url`)};`);
      const body = JSON.stringify(document).replace(/"@picture (\d+)"/g, 'picture$1');
      return { code: `${imports.join('\n')}\nexport default ${body};\n`, map: null };
    },
  };
}
