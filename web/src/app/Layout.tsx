import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSession } from '@/api/session';
import { useSite } from '@/api/site';
import { Banner } from '@/ui/Banner';
import { Account } from './Account';
import { HeaderSearch } from './HeaderSearch';
import { ThemeSwitch } from './ThemeSwitch';

interface NavItem {
  to: string;
  label: string;
}

const kItems: readonly NavItem[] = [
  { to: '/mapper', label: 'Map a Key Event' },
  { to: '/explore', label: 'Explore' },
  { to: '/aop-explorer', label: 'AOPs' },
  { to: '/stats', label: 'Statistics' },
  { to: '/downloads', label: 'Downloads' },
  { to: '/documentation', label: 'Guide' },
];
const kReview: NavItem = { to: '/admin/review', label: 'Review' };

/** Header, notices that belong on every page, the page, footer. */
export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <Notices />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </>
  );
}

function Header() {
  const [open, setOpen] = useState(false);
  const [location] = useLocation();
  const session = useSession();
  const items = session.data?.role === 'admin' ? [...kItems, kReview] : kItems;
  return (
    <header className="site-header">
      <div className="site-header-inner">
        <Link className="brand" href="/" aria-label="KE mapping, start page">
          <BrandMark />
          <span>KE mapping</span>
        </Link>
        <button
          type="button"
          className="menu-button"
          aria-expanded={open}
          aria-controls="site-nav"
          onClick={() => setOpen(!open)}
        >
          Menu
        </button>
        <div id="site-nav" className="site-nav" data-open={open}>
          <nav aria-label="Main">
            <ul>
              {items.map((item) => (
                <li key={item.to}>
                  <Link
                    href={item.to}
                    aria-current={location.startsWith(item.to) ? 'page' : undefined}
                    onClick={() => setOpen(false)}
                  >
                    {item.label}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <HeaderSearch onNavigate={() => setOpen(false)} />
          <Account onNavigate={() => setOpen(false)} />
        </div>
      </div>
    </header>
  );
}

function Notices() {
  const session = useSession();
  const site = useSite();
  return (
    <aside aria-label="Notices">
      {session.data?.demo === true && (
        <Banner kind="demo">
          <strong>Demo.</strong> Anyone can <Link href="/login">sign in</Link> as a made-up curator or admin, and nothing here is
          real curation.
        </Banner>
      )}
      {(site.data?.degraded ?? []).map((message) => (
        <Banner key={message} kind="degraded">
          <strong>Degraded.</strong> {message}
        </Banner>
      ))}
    </aside>
  );
}

function Footer() {
  const site = useSite();
  return (
    <footer className="site-footer">
      <div className="site-footer-inner">
        <p>
          {(site.data?.sources ?? []).map((source) => (
            <span key={source.name} className="source-version">
              {source.name} <b>{source.version ?? 'release unknown'}</b>
            </span>
          ))}
        </p>
        <p className="site-footer-links">
          <Link href="/privacy">Privacy</Link>
          <a href="/api/docs">API</a>
          {site.data && <span>kewp {site.data.version}</span>}
          <ThemeSwitch />
        </p>
      </div>
    </footer>
  );
}

function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="brand-mark">
      <path d="M9.5 10.5 22 16 9.5 22" fill="none" stroke="currentColor" strokeWidth="2" />
      <circle cx="9" cy="10" r="3.4" />
      <circle cx="9" cy="22" r="3.4" />
      <circle cx="23" cy="16" r="3.8" className="brand-mark-target" />
    </svg>
  );
}
