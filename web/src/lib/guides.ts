interface Guide {
  name: string;
  title: string;
  text: string;
}

/** The files of docs/ that have a page, in the order in which they are listed. */
export const kGuides: readonly Guide[] = [
  { name: 'curator', title: 'Guide for curators', text: 'From a Key Event to an approved mapping: the steps, what the questions mean, a worked example.' },
  { name: 'files', title: 'Files', text: 'Gene sets, tables, RDF and SSSOM: what is in them and how R and Python load them.' },
  { name: 'api', title: 'API', text: 'Reading mappings with a program: addresses, filters, paging, keeping a mirror in step.' },
  { name: 'ranking', title: 'How suggestions are ranked', text: 'The signals, how they are joined into one order, and how good it is.' },
  { name: 'operator', title: 'Running a server', text: 'Installing, data, backups, sign-in and what to look at once a month.' },
  { name: 'about', title: 'About', text: 'What this is, where the data come from, what a mapping says and what it does not.' },
];
