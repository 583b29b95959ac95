/**
 * Chromium out of the npm package @sparticuz/chromium, unpacked by ourselves: the package's own unpacking trusts whatever file
 * lies in the temp folder, and its default arguments switch web security off. Unpacked once per version under a
 * name of its own, then renamed into place, so that a broken attempt or a second process never shows a half browser. Where
 * the system lacks libraries or fonts, the package's own are lent to it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import { untar } from './untar';

export interface NpmChromium {
  readonly executable: string;
  readonly version: string;
  /** To be added to the browser's environment. */
  readonly env: Readonly<Record<string, string>>;
}

export function npmChromium(): NpmChromium {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `There is no Chromium here, and the one in npm runs on Linux x64 only (this is ${process.platform} ${process.arch}). Install Chrome or Chromium, or set CHROMIUM_PATH.`,
    );
  }
  const packageRoot = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const folder = unpacked(join(packageRoot, 'bin'), version);
  const executable = join(folder, 'chromium');
  return { executable, version, env: { ...libraries(folder, executable), ...fonts(folder) } };
}

function unpacked(bin: string, version: string): string {
  // By user: a folder of somebody else's in the shared temp folder is never run.
  const home = join(tmpdir(), `switchyard-chromium-${userInfo().uid}`);
  const folder = join(home, version);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(home);
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) throw new Error(`${home} is not ours alone; remove it.`);
  if (existsSync(folder)) return folder;
  const attempt = mkdtempSync(join(home, `${version}.part-`));
  try {
    const archive = (name: string): Buffer => brotliDecompressSync(readFileSync(join(bin, name)));
    writeFileSync(join(attempt, 'chromium'), archive('chromium.br'), { mode: 0o755 });
    untar(archive('swiftshader.tar.br'), attempt);
    untar(archive('al2023.tar.br'), join(attempt, 'al2023'));
    untar(archive('fonts.tar.br'), join(attempt, 'fonts'));
    writeFileSync(join(attempt, 'fonts/fonts.conf'), fontsConf(folder));
    renameSync(attempt, folder);
  } catch (error) {
    rmSync(attempt, { recursive: true, force: true });
    // Another process was faster, and its folder is as good.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package's libraries, but only where the browser does not start without them. */
function libraries(folder: string, executable: string): Record<string, string> {
  if (starts(executable, {}).ok) return {};
  const paths = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter((path) => path !== undefined && path !== '');
  const lent = { LD_LIBRARY_PATH: paths.join(':') };
  const second = starts(executable, lent);
  if (second.ok) return lent;
  throw new Error(`The npm Chromium does not start, not with its own libraries either: ${second.said}`);
}

function starts(executable: string, env: Record<string, string>): { ok: boolean; said: string } {
  const { status, stderr, error } = spawnSync(executable, ['--headless', '--no-sandbox', '--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { ok: status === 0, said: error?.message ?? stderr.trim() };
}

function fonts(folder: string): Record<string, string> {
  return existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts/cache')}</cachedir>
</fontconfig>
`;
}
