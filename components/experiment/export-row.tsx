'use client';

import { Button } from '@/components/control/button';
import { copyText } from '@/components/run/copy';
import { fileName } from '@/components/run/file-name';
import { download } from '@/components/run/lab';
import { tell } from '@/components/run/notice';

interface ExportRowProps {
  readonly title: string;
  /** `comparison`: part of the file's name. */
  readonly what: string;
  readonly csv: () => string;
  /** A JSON value. */
  readonly json: () => unknown;
  readonly markdown?: () => string;
}

/** Buttons that take a report along; what they give is made when they are pressed. */
export function ExportRow({ title, what, csv, json, markdown }: ExportRowProps) {
  const save = (extension: 'csv' | 'json', type: string, text: string): void =>
    download(fileName(title, what, extension), type, text);
  const copy = async (make: () => string): Promise<void> => {
    const text = make();
    if (await copyText(text)) tell('The table is on the clipboard.');
    else download(fileName(title, what, 'md'), 'text/markdown', text);
  };
  return (
    <div className="flex flex-wrap gap-1">
      {markdown === undefined ? null : (
        <Button kind="plain" onClick={() => void copy(markdown)}>
          Copy as Markdown
        </Button>
      )}
      <Button kind="plain" onClick={() => save('csv', 'text/csv', csv())}>
        Export CSV
      </Button>
      <Button kind="plain" onClick={() => save('json', 'application/json', JSON.stringify(json(), null, 2))}>
        Export JSON
      </Button>
    </div>
  );
}
