import type { View } from '..';

export default { name: 'balance', path: '/balance', order: 50, load: () => import('./Balance.svelte') } satisfies View;
