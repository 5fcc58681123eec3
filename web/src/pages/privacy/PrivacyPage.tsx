import { Link } from 'wouter';
import { useSession } from '@/api/session';
import { Page } from '@/ui/Page';
import { Table } from '@/ui/Table';
import './privacy.css';

interface Stored {
  what: string;
  why: string;
  until: string;
}

/** As in src/store/schema.cpp and schema_v2.cpp: every table that can name a person. */
const kStored: readonly Stored[] = [
  {
    what: 'Your identity (provider and name there, such as github:alice), the name you show, and the number of your account at the provider. Affiliation and e-mail only where you typed them.',
    why: 'So that your work bears a name, and so that nobody who takes over your old name takes over your account.',
    until: 'Until you erase it.',
  },
  {
    what: 'Your sessions: a hash of the session’s key (never the key itself), when it began, when it was last used, and what your browser calls itself.',
    why: 'So that you stay signed in, and can see and end your sessions on other devices.',
    until: '12 hours without use, 7 days at most.',
  },
  {
    what: 'Your proposals: the pair, your answers, notes, reasons, the name you showed, and affiliation and e-mail if you gave them.',
    why: 'For the review. Notes and e-mail are seen by admins only; an e-mail is never published.',
    until: 'They stay, under a pseudonym once you erase yourself; name, affiliation and e-mail are then removed.',
  },
  {
    what: 'Approved mappings with who proposed and who approved them.',
    why: 'Provenance: they are public, on pages, in files and through the API.',
    until: 'They stay, under a pseudonym once you erase yourself. Copies that others have downloaded cannot be called back.',
  },
  {
    what: 'History: who did what to which mapping, proposal or code, and when.',
    why: 'So that every change can be followed. What concerns a mapping is public on its page.',
    until: 'It stays; your name in it becomes a pseudonym once you erase yourself.',
  },
  {
    what: 'Drafts, and up to where you have read your notifications.',
    why: 'So that nothing you typed is lost.',
    until: 'Drafts until you send or delete them, or erase yourself; those of guests for 30 days.',
  },
  {
    what: 'Second opinions that you were asked for or gave.',
    why: 'To measure how well curators agree.',
    until: 'Given ones stay under a pseudonym once you erase yourself, open ones go.',
  },
  {
    what: 'While you sign in: a hash that ties your browser to the sign-in.',
    why: 'So that nobody can slip you a foreign session.',
    until: '10 minutes.',
  },
];

export default function PrivacyPage() {
  const session = useSession();
  return (
    <Page
      title="Data protection"
      lead="Reading, searching and downloading need no account, set no cookie, and are not followed by anyone. Here is everything that is stored beyond that."
    >
      <h2>Without an account</h2>
      <ul>
        <li>
          The server may keep a log of requests, to find faults and abuse: time, address of the page without what was searched for, how it
          was answered, how long it took, and the network address it came from. Whoever runs the server decides how long logs are kept.
        </li>
        <li>
          To limit how much one client asks for, a number that is computed from the network address is counted for an hour, in memory only.
        </li>
        <li>
          No page loads anything from another host: no fonts, no statistics, no pictures. A link to another site does not tell it which page you
          came from.
        </li>
      </ul>
      <h2>In your browser</h2>
      <p>
        Colours, closed help texts and unsent drafts are kept in your browser’s storage for this site. They are not sent along with
        requests; a draft is sent to the server only when you are signed in.
      </p>
      <h2>Cookies</h2>
      <Table caption="Cookies" head={['Name', 'When', 'What for']}>
        <tr>
          <td className="id">__Host-kewp_session</td>
          <td>From signing in to signing out, 7 days at most</td>
          <td>Holds the random key of your session. Scripts cannot read it, other sites cannot send it.</td>
        </tr>
        <tr>
          <td className="id">__Host-kewp_sign_in</td>
          <td>10 minutes while you sign in</td>
          <td>Ties the answer of the provider to your browser.</td>
        </tr>
      </Table>
      <p className="hint">Both are needed for what you ask for, so there is nothing to consent to. On a server without HTTPS their names lack the first part.</p>
      <h2>With an account</h2>
      <p>
        You sign in at a provider; your password is never seen here. The server learns your name and identifier there, nothing else. Guests sign
        in with a code and the name they choose.
      </p>
      <div className="privacy-list">
        {kStored.map((row) => (
          <section key={row.what} className="card">
            <p>{row.what}</p>
            <dl>
              <dt>Why</dt>
              <dd>{row.why}</dd>
              <dt>How long</dt>
              <dd>{row.until}</dd>
            </dl>
          </section>
        ))}
      </div>
      <h2>Backups</h2>
      <p>
        The database is backed up on the server’s own machine. Someone who was erased is still in backups from before, until those expire: after
        seven daily and four weekly ones, unless whoever runs the server has chosen otherwise.
      </p>
      <h2>Your rights</h2>
      <p>
        {session.data?.signed_in === true ? (
          <>
            On <Link href="/me">your page</Link> you can download everything about you, end your sessions, and erase yourself.
          </>
        ) : (
          <>
            Signed in, you find on <Link href="/me">your page</Link> a download of everything about you, your sessions, and the way to erase
            yourself.
          </>
        )}{' '}
        Erasing takes your name from everything that is stored here and puts a pseudonym in its place that leads back to nobody. It cannot be
        undone. Guests share one identity for each code; to have a name you typed removed, write to whoever runs the server.
      </p>
    </Page>
  );
}
