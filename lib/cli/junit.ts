/** Test results in the form that build servers read: JUnit's XML, as Ant writes it. */
export interface JunitCase {
  readonly name: string;
  /** null: passed. */
  readonly failure: string | null;
}

export function junitText(suite: string, cases: readonly JunitCase[], seconds: number): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`;
  const lines = cases.map(({ name, failure }) => {
    const start = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
    return failure === null ? `${start}/>` : `${start}>\n      <failure message="${escaped(failure)}"/>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return (
    text
      // Characters that XML 1.0 cannot hold at all.
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replace(/[\t\n\r]/g, ' ')
  );
}
