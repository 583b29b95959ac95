'use client';

import { removeClass, renameClass } from '@/lib/scenario/edit-class';

import { plural } from '@/components/chart/format';
import { IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { TextRow } from '@/components/control/text-field';
import { edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';

interface ClassHeadingProps {
  readonly id: string;
  /** Called when the class is gone; absent where it is the only one, which must stay. */
  readonly onRemoved?: () => void;
}

/** A class's name, and its removal together with what names it. */
export function ClassHeading({ id, onRemoved }: ClassHeadingProps) {
  const timeline = useScenario((state) => state.scenario.timeline);
  const changes = timeline.filter((entry) => entry.kind === 'traffic' && entry.class === id).length;
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <TextRow
          label="Class"
          value={id}
          onCommit={(to) => edit((scenario) => renameClass(scenario, id, to))}
          className="w-[132px]"
        />
      </div>
      {onRemoved === undefined ? null : (
        <IconButton
          label={`Remove class ${id}${changes === 0 ? '' : ` and ${plural(changes, 'change')} of its traffic`}`}
          glyph={<CloseGlyph size={12} />}
          className="!size-6"
          onClick={() => {
            if (edit((scenario) => removeClass(scenario, id)).length === 0) onRemoved();
          }}
        />
      )}
    </div>
  );
}
