import type { Parameter } from '@/lib/experiment/parameters';
import { grouped } from '@/lib/scenario/words';

/** `0 to 10`, `least-latency, random and 12 more`: what a setting may be. */
export function rangeText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'number': {
      const { min, max, unit, integer } = parameter;
      const unitText = unit === null || unit === 'share' ? '' : ` ${unit}`;
      const ends = `${grouped(min)} to ${Number.isFinite(max) ? grouped(max) : 'any'}${unitText}`;
      return integer ? `${ends}, whole` : ends;
    }
    case 'choice': {
      const { options } = parameter;
      const more = options.length - 2;
      return more > 1 ? `${options.slice(0, 2).join(', ')} and ${more} more` : options.join(', ');
    }
    case 'switch':
      return 'on or off';
  }
}
