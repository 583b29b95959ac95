'use client';

import { useRef } from 'react';

import { PRESETS } from '@/lib/scenario/presets';

import { Button } from '@/components/control/button';
import { DownGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/control/menu';
import { useScenario } from '@/components/scenario/scenario-store';

import { currentReport, currentScenario, download, exportScenario, openPreset, traceText } from './lab';
import { fileName } from './file-name';
import { tell } from './notice';
import { useRun } from './run-store';
import { openFile } from './trace-actions';

export function ScenarioMenu() {
  const title = useScenario((state) => state.scenario.title);
  const ready = useRun(({ frame }) => frame !== null);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        className="w-[min(440px,calc(100vw-16px))]"
        trigger={
          <Button kind="plain" className="text-text! text-title! min-w-0 max-w-64 shrink! px-1.5!">
            <span className="truncate">{title}</span>
            <DownGlyph size={12} className="text-t3" />
          </Button>
        }
      >
        <MenuLabel>Presets</MenuLabel>
        {PRESETS.map((preset) => (
          <MenuItem key={preset.id} onSelect={() => void openPreset(preset.id)}>
            <span className="font-strong">{preset.title}</span>
            <span className="text-t2">{preset.question}</span>
            <span className="text-t3 text-small">Look for: {preset.lookFor}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => picker.current?.click()}>Open a scenario (JSON) or a trace (CSV, JSONL)</MenuItem>
        <MenuItem onSelect={() => save('scenario', 'json', exportScenario())}>Save the scenario as a file</MenuItem>
        <MenuItem disabled={!ready} onSelect={() => void saveReport()}>
          Download the report so far (JSON)
        </MenuItem>
        <MenuItem disabled={!ready} onSelect={() => void saveTrace()}>
          Download the decision trace (NDJSON)
        </MenuItem>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json,.jsonl,.csv,.tsv,.txt,text/csv"
        aria-label="Scenario file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) void openFile(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

const TYPES = { json: 'application/json', ndjson: 'application/x-ndjson' } as const;

function save(what: string, extension: keyof typeof TYPES, text: string): void {
  download(fileName(currentScenario().title, what, extension), TYPES[extension], text);
}

async function saveReport(): Promise<void> {
  save('report', 'json', JSON.stringify(await currentReport(), null, 2));
}

async function saveTrace(): Promise<void> {
  tell('Replaying the run to write its decisions.');
  const text = await traceText();
  if (text === '') tell('No decision has been made yet.');
  else save('decisions', 'ndjson', text);
}
