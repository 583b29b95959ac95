import { describe, expect, it } from 'vitest';

import { DIFFERENCES } from '@/lib/router/settings';
import { preset, PRESETS } from '@/lib/scenario/presets';
import { withSettingsSet } from '@/lib/scenario/settings-set';

import { settingWords, sideOf } from './differences';
import { windowSentence } from './window-sentence';

const scenario = preset(PRESETS[0]!.id)!;

describe('differences', () => {
  it('has words for every setting', () => {
    for (const { setting } of DIFFERENCES) expect(settingWords(setting)).not.toBe(setting);
  });

  it('knows which side a scenario is on, setting by setting', () => {
    for (const { setting } of DIFFERENCES) {
      expect(sideOf(setting, withSettingsSet(scenario, 'reference'))).toBe('reference');
      expect(sideOf(setting, withSettingsSet(scenario, 'switchyard'))).toBe('switchyard');
    }
    expect(sideOf('breaker.openMs', { ...scenario, breaker: { ...scenario.breaker, openMs: 7_000 } })).toBe('own');
  });
});

describe('windowSentence', () => {
  it('speaks only when most of the fleet is hidden', () => {
    expect(windowSentence(40, null)).toBeNull();
    expect(windowSentence(20, 10)).toBeNull();
    expect(windowSentence(21, 10)).toBe('A window of 10 hides 11 of 21 nodes from every decision.');
  });
});
