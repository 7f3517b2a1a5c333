/** Who is reading and what they may do; and a number that grows when something was ruled, so that views ask again. */
import { api, data, Refused, type Ruling } from '../api/client';

class Session {
  name = $state('');
  role = $state<'read' | 'review' | null>(null);
  revision = $state(0);
  /** Serials of the rulings made on this page, the latest last, for undo. */
  made = $state<number[][]>([]);

  readonly mayRule = $derived(this.role === 'review');

  /** Come in with a token; throws the service's sentence where it is not known. */
  async signIn(token: string) {
    const visitor = await data(api.POST('/api/session', { body: { token } }));
    this.name = visitor.name;
    this.role = visitor.role;
    this.revision += 1;
  }

  /** Rule; once this returns the decisions are kept. Gives the claims that they added. */
  async rule(rulings: Ruling[], why = ''): Promise<string[]> {
    const { serials, added } = await data(api.POST('/api/decisions', { body: { rulings, who: '', why } }));
    this.made.push(serials);
    this.revision += 1;
    return added;
  }

  /** Undo the latest ruling of this page. */
  async undo() {
    const last = this.made.pop();
    if (!last) return;
    const rulings = last.map((serial): Ruling => ({ action: 'undo', left: String(serial), right: null }));
    await data(api.POST('/api/decisions', { body: { rulings, who: '', why: '' } }));
    this.revision += 1;
  }
}

export const session = new Session();

/** Ask who is reading; a token behind # in the address is handed in and taken out of the address. */
export async function enter() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    await session.signIn(token).catch(() => undefined);
  }
  if (session.role) return;
  try {
    const visitor = await data(api.GET('/api/session'));
    session.name = visitor.name;
    session.role = visitor.role;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
