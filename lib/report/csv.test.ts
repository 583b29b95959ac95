import { expect, it } from 'vitest';

import { columnsFrom, csvText } from './csv';

it('quotes what must be, leaves out what is no number, and keeps every digit', () => {
  const rows = [
    { node: 'a,"b"', ms: 0.1 + 0.2 },
    { node: 'two\nlines', ms: NaN },
    { node: 'plain', ms: null },
  ];
  const columns = columnsFrom(rows, { node: ({ node }) => node, 'wait (ms)': ({ ms }) => ms });
  expect(csvText([...columns, { name: 'n', values: [7] }])).toBe(
    'node,wait (ms),n\r\n"a,""b""",0.30000000000000004,7\r\n"two\nlines",,\r\nplain,,\r\n',
  );
  expect(csvText([])).toBe('\r\n');
});
