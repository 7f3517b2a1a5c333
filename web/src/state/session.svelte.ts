/** Who is reading and what they may do; and a number that grows when something was ruled, so that views ask again. */
import { api, data, Refused, type Ruling } from '../api/client';

const EVERY = 10_000;

class Session {
  /** The version of the observatory that was heard of last. */
  #version: number | undefined;
  /** Why nobody could come in, other than that no token was given. */
  refused = $state.raw<unknown>(null);
  name = $state('');
  role = $state<'read' | 'review' | null>(null);
  revision = $state(0);
  /** The claim on which somebody else had ruled when the latest ruling of this page came, which was not kept. */
  overtaken = $state.raw<{ claim: string; who: string } | null>(null);
  /** Serials of the rulings made on this page, the latest last, for undo. */
  made = $state<number[][]>([]);

  readonly mayRule = $derived(this.role === 'review');

  /** Come in with a token; throws what is refused where it is not known. */
  async signIn(token: string) {
    const visitor = await data(api.POST('/api/session', { body: { token } }));
    this.name = visitor.name;
    this.role = visitor.role;
    this.revision += 1;
  }

  /** Rule; once this returns the decisions are kept. Gives the claims that they added. */
  async rule(rulings: Ruling[], why = ''): Promise<string[]> {
    this.overtaken = null;
    try {
      const { serials, added, version } = await data(api.POST('/api/decisions', { body: { rulings, who: '', why } }));
      this.made.push(serials);
      this.#renew(version);
      return added;
    } catch (refused) {
      if (refused instanceof Refused && refused.status === 409) await this.#look(rulings[0]!.left);
      throw refused;
    }
  }

  /** Look who was quicker, and show how things are now. */
  async #look(claim: string) {
    const { decisions, version } = await data(api.GET('/api/decisions', { params: { query: { about: claim, limit: 1 } } }));
    this.overtaken = { claim, who: decisions[0]?.who ?? '' };
    this.#renew(version);
  }

  #renew(version: number) {
    this.#version = version;
    this.revision += 1;
  }

  /** Ask now and then whether others have ruled or read: then views ask again. */
  watch() {
    setInterval(async () => {
      // What others have done must not pull away the form that somebody is filling in.
      if (document.hidden || !this.mayRule || document.activeElement?.closest('main form')) return;
      const { observatory } = await data(api.GET('/api/version')).catch(() => ({ observatory: this.#version }));
      if (this.#version !== undefined && observatory !== undefined && observatory > this.#version) this.#renew(observatory);
      else this.#version ??= observatory;
    }, EVERY);
  }

  /** Undo the latest ruling of this page. */
  async undo() {
    const last = this.made.at(-1);
    if (!last) return;
    const rulings = last.map((serial): Ruling => ({ action: 'undo', left: String(serial), right: null }));
    this.overtaken = null;
    const { version } = await data(api.POST('/api/decisions', { body: { rulings, who: '', why: '' } }));
    this.made = this.made.filter((serials) => serials !== last);
    this.#renew(version);
  }
}

export const session = new Session();

/** Ask who is reading, and watch what others do; a token behind # in the address is handed in and taken out of the address. */
export async function enter() {
  session.watch();
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    await session.signIn(token).catch((refused: unknown) => (session.refused = refused));
  }
  if (session.role) return;
  try {
    const visitor = await data(api.GET('/api/session'));
    session.name = visitor.name;
    session.role = visitor.role;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status !== 401) session.refused = error;
  }
}
