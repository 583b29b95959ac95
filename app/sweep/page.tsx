import type { Metadata } from 'next';

import { SweepPage } from '@/components/experiment/sweep/sweep-page';

export const metadata: Metadata = { title: 'Sweep' };

export default function Page() {
  return <SweepPage />;
}
