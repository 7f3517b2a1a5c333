/** Where the reader is: the path and the query of the address, and the selection that it holds. */
import { EVERYTHING, parse, written, type Selection } from './selection';

class Address {
  path = $state(location.pathname);
  #query = $state(location.search);

  readonly query = $derived(new URLSearchParams(this.#query));
  readonly selection = $derived(parse(this.query));

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#follow(event));
  }

  #read() {
    this.path = location.pathname;
    this.#query = location.search;
  }

  /** Go to an address of the page. */
  go(address: string, replace = false) {
    const url = new URL(address, location.origin);
    if (url.pathname + url.search === location.pathname + location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
    const moved = url.pathname !== this.path;
    this.#read();
    if (moved) scrollTo(0, 0);
  }

  /** Change the selection; the view stays. While something is dragged the address is replaced, not added to the history. */
  select(changes: Partial<Selection>, replace = false) {
    const query = written({ ...this.selection, ...changes }, this.query);
    query.delete('offset');
    this.go(address(this.path, query), replace);
  }

  /** Keep everything. */
  clear() {
    this.select(EVERYTHING);
  }

  /** Change parameters of the view: null takes one away. */
  set(changes: Record<string, string | null>, replace = false) {
    this.go(this.with(changes), replace);
  }

  /** The address of this view with parameters changed, for links: null takes one away. */
  with(changes: Record<string, string | null>): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') query.delete(name);
      else query.set(name, value);
    }
    return address(this.path, query);
  }

  /** The address of a view under the selection, changed or not, for links. */
  to(path: string, changes: Partial<Selection> = {}, view: Record<string, string> = {}): string {
    return address(path, written({ ...this.selection, ...changes }, new URLSearchParams(view)));
  }

  #follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.hash) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

function address(path: string, query: URLSearchParams): string {
  const said = query.toString();
  return said ? `${path}?${said}` : path;
}

export const here = new Address();
