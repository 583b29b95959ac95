'use client';

import { useEffect, useState } from 'react';

import { openFile } from './trace-actions';

const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** A scenario or a trace may be dropped anywhere on the page. */
export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const dragged = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const dropped = (event: DragEvent): void => {
      setOver(false);
      if (!carriesFile(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) void openFile(file);
    };
    window.addEventListener('dragover', dragged);
    window.addEventListener('dragleave', left);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragover', dragged);
      window.removeEventListener('dragleave', left);
      window.removeEventListener('drop', dropped);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="border-text pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-touch border-2 border-dashed bg-black/50">
      <p className="bg-panel text-text text-title font-strong rounded-button px-4 py-2">
        Drop a scenario (JSON) to open it, or a trace (CSV, JSONL) to replay it.
      </p>
    </div>
  );
}
