/** Starts a real `kewp serve` with the demo set, a temporary folder and a free port, as tests/integration does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, cpSync, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const kSource = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const kKewp = process.env['KEWP'] ?? join(kSource, 'build/dev/kewp');
const kPatienceMs = 60_000;

export interface ServerOptions {
  /** Data folder; a copy of the demo set unless told otherwise, since a server also writes there (records of deposits). */
  data?: string;
  demo?: boolean;
  /** A database to begin with; a copy is used. */
  database?: string;
  /** More lines of kewp.toml, after everything else. */
  extra?: string;
  environment?: Record<string, string>;
}

function settings(folder: string, options: ServerOptions): string {
  return `
demo = ${options.demo ?? true}
data = "${options.data ?? join(folder, 'data')}"
database = "${join(folder, 'ke_wp_mapping.db')}"
scoring_config = "${join(kSource, 'data/demo/scoring_config.yaml')}"
[server]
host = "127.0.0.1"
port = 0
web_folder = "${join(kSource, 'web/dist')}"
[workers]
count = 2
[rate_limits]
api = 0
lookup = 0
general = 0
submission = 0
[log]
format = "text"
${options.extra ?? ''}
`;
}

async function until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + kPatienceMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${kPatienceMs} ms in vain for ${what}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

export class Server {
  private constructor(
    readonly url: string,
    readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(options: ServerOptions = {}): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'kewp-browser-'));
    const config = join(folder, 'kewp.toml');
    const log = join(folder, 'server.log');
    writeFileSync(config, settings(folder, options));
    if (options.data === undefined) {
      cpSync(join(kSource, 'data/demo'), join(folder, 'data'), { recursive: true });
    }
    if (options.database !== undefined) {
      copyFileSync(options.database, join(folder, 'ke_wp_mapping.db'));
    }
    const child = spawn(kKewp, ['serve', '--config', config], {
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const file = createWriteStream(log);
    child.stdout.pipe(file);
    child.stderr.pipe(file);
    const logged = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
    const url = await until('the address of the server in its log', () => {
      if (child.exitCode !== null) {
        throw new Error(`the server ended with ${child.exitCode}:\n${logged()}`);
      }
      return /listening on (http:\/\/[0-9.:]+)/.exec(logged())?.[1];
    });
    await until('the first answer', async () => {
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      return answer?.status === 200 ? true : undefined;
    });
    return new Server(url, folder, child);
  }

  /** Ends the server and waits for it; its folder goes too. */
  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done));
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
