'use client';

import { useId, useState } from 'react';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { addRegion, removeRegion } from '@/lib/scenario/edit';

import { Button, IconButton } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { NumberField } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { Select } from '@/components/control/select';
import { edit } from '@/components/run/lab';

import { JitterRows } from './jitter-rows';
import { RoundTrips } from './round-trips';
import { useScenario } from './scenario-store';
import { editAt, NumberSetting } from './setting';

const PRIVACY = PRIVACY_LEVELS.map((level) => ({ value: level, label: level }));

interface RegionsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function RegionsDialog({ open, onOpenChange }: RegionsDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Regions and round trips"
      description="Privacy is the highest level that a region may serve. Cost is relative, 0 (free) to 1 (dearest)."
      className="max-w-[640px]"
    >
      <Regions />
      <Network />
    </Dialog>
  );
}

function Regions() {
  const { regions } = useScenario((state) => state.scenario);
  const [typed, setTyped] = useState<string | null>(null);
  const [sentence, take] = useProblem();
  const problemId = useId();
  return (
    <>
      <table className="text-body w-full">
        <thead>
          <tr className="text-t3 text-small text-left">
            <th scope="col" className="font-normal">
              Region
            </th>
            <th scope="col" className="w-36 font-normal">
              Privacy level
            </th>
            <th scope="col" className="w-20 font-normal">
              Cost
            </th>
            <th scope="col" className="w-6">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {regions.map((region, index) => (
            <tr key={region.id} className="h-6">
              <th scope="row" className="text-left font-normal">
                {region.id}
              </th>
              <td>
                <Select
                  label={`Privacy level of ${region.id}`}
                  value={region.privacy}
                  options={PRIVACY}
                  className="w-32"
                  onChange={(level) => take(editAt(`regions[${index}].privacy`, level))}
                />
              </td>
              <td>
                <NumberField
                  label={`Cost of ${region.id}`}
                  value={region.cost}
                  path={`regions[${index}].cost`}
                  problemId={problemId}
                  onProblem={setTyped}
                  onCommit={(value) => editAt(`regions[${index}].cost`, value)}
                  className="w-16"
                />
              </td>
              <td>
                <IconButton
                  label={`Remove region ${region.id} and its groups`}
                  glyph={<CloseGlyph size={12} />}
                  className="!size-6"
                  onClick={() => take(edit((scenario) => removeRegion(scenario, region.id)))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemText id={problemId} sentence={typed} />
      <ProblemText sentence={sentence} />
      <Button
        kind="plain"
        glyph={<PlusGlyph size={12} />}
        className="-ml-2.5"
        onClick={() => take(edit((scenario) => addRegion(scenario)))}
      >
        Add region
      </Button>
    </>
  );
}

function Network() {
  const { network } = useScenario((state) => state.scenario);
  return (
    <div className="border-line mt-2 border-t pt-2">
      <h3 className="text-body font-strong pb-1">Round trips, ms</h3>
      <RoundTrips />
      <NumberSetting label="Within a region" path="network.localMs" value={network.localMs} unit="ms" />
      <NumberSetting
        label="Between regions that have none of their own"
        path="network.remoteMs"
        value={network.remoteMs}
        unit="ms"
      />
      <JitterRows />
    </div>
  );
}
