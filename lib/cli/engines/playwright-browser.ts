/** A browser that Playwright drives: the journeys' Chromium, and Playwright's own Firefox and WebKit where somebody installed them. */
import type { BrowserType, LaunchOptions } from '@playwright/test';

import type { FoundEngine } from './engine';
import { answerFromPage } from './page';

export function playwrightBrowser(type: BrowserType, origin: string, options: LaunchOptions = {}): FoundEngine {
  return {
    origin,
    run: (script) =>
      answerFromPage(script, async (url, ended) => {
        const browser = await type.launch(options);
        browser.once('disconnected', () => {
          ended('it went away');
        });
        const page = await browser.newPage();
        await page.goto(url);
        return () => browser.close();
      }),
  };
}
