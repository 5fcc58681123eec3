export interface FormatLink {
  label: string;
  href: string;
  note?: string;
}

/** The forms for triple stores, which a permanent address has beside its page. */
export function linkedData(path: string): FormatLink[] {
  return [
    { label: 'JSON-LD', href: `${path}?format=jsonld` },
    { label: 'Turtle', href: `${path}?format=turtle` },
  ];
}

/** The same for programs: one link for each format. */
export function FormatLinks({ title = 'For programs', links }: { title?: string; links: readonly FormatLink[] }) {
  return (
    <section className="screen-only">
      <h2>{title}</h2>
      <ul className="plain-list">
        {links.map((link) => (
          <li key={link.href}>
            <a href={link.href}>{link.label}</a>
            {link.note !== undefined && <small> {link.note}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}
