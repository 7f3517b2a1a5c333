import type { View } from '..';

export default { name: 'search', path: '/search', load: () => import('./Search.svelte') } satisfies View;
