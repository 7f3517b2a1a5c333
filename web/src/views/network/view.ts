import type { View } from '..';

export default { name: 'network', path: '/network', order: 42, load: () => import('./Network.svelte') } satisfies View;
