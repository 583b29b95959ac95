import { describe, expect, it } from 'vitest';

import { binAt, movedCrosshair, timeScale, timeTicks, viewSpan } from './time-axis';

describe('viewSpan', () => {
  it('shows the whole run in full, and where the window is longer than the run', () => {
    expect(viewSpan('full', 5_000, 40_000)).toEqual({ startMs: 0, endMs: 40_000 });
    expect(viewSpan('2min', 5_000, 40_000)).toEqual({ startMs: 0, endMs: 40_000 });
  });

  it('trails now, and stops at both ends of the run', () => {
    expect(viewSpan('30s', 10_000, 300_000)).toEqual({ startMs: 0, endMs: 30_000 });
    expect(viewSpan('30s', 126_250, 300_000)).toEqual({ startMs: 100_000, endMs: 130_000 });
    expect(viewSpan('30s', 300_000, 300_000)).toEqual({ startMs: 270_000, endMs: 300_000 });
  });
});

describe('timeTicks', () => {
  it('stands every 15 s where that fits', () => {
    const labels = timeTicks(timeScale({ startMs: 0, endMs: 120_000 }, 600)).map(({ label }) => label);
    expect(labels).toEqual(['00:00', '00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45', '02:00']);
  });

  it('starts at the first round time in view and shows parts of a second where steps are short', () => {
    const ticks = timeTicks(timeScale({ startMs: 130, endMs: 730 }, 400));
    expect(ticks.map(({ label }) => label)).toEqual(['00:00.2', '00:00.3', '00:00.4', '00:00.5', '00:00.6', '00:00.7']);
  });

  it('keeps a day readable', () => {
    const ticks = timeTicks(timeScale({ startMs: 0, endMs: 86_400_000 }, 600));
    expect(ticks.length).toBeLessThan(12);
    expect(ticks[1]?.label).toBe('3:00:00');
  });
});

it('binAt clamps to the finished bins', () => {
  expect([binAt(500, 4, 0), binAt(500, 4, 750), binAt(500, 4, 99_000), binAt(500, 0, 10)]).toEqual([0, 1, 3, -1]);
});

it('the crosshair moves by a second, within what has been simulated', () => {
  expect(movedCrosshair('ArrowLeft', null, 10_400)).toBe(9_400);
  expect(movedCrosshair('ArrowRight', 9_900, 10_400)).toBe(10_400);
  expect(movedCrosshair('ArrowLeft', 300, 10_400)).toBe(0);
  expect(movedCrosshair('ArrowUp', 300, 10_400)).toBeNull();
});
