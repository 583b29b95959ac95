/** `EU failover, peak` and `report` make `eu-failover-peak.report.json`. */
export function fileName(title: string, what: string, extension: string): string {
  const stem = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem === '' ? 'scenario' : stem}.${what}.${extension}`;
}
