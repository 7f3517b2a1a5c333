import type { View } from '..';

export default { name: 'review', path: '/review', order: 36, load: () => import('./Review.svelte') } satisfies View;
