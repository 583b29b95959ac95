import { LabPage } from '@/components/run/lab-page';

export default function Page() {
  return <LabPage />;
}
