import type { Metadata, Viewport } from 'next';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { ReactNode } from 'react';

import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Switchyard', template: '%s · Switchyard' },
  description:
    'A laboratory for inference routing: build a synthetic fleet, break it, and see which node each request goes to and why.',
  applicationName: 'Switchyard',
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'dark light',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0b0d0f' },
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
  ],
};

/** Before the first paint, so that a chosen theme does not flash up after the system's. `ThemeToggle` goes on from there. */
const CHOSEN_THEME = `try{const t=localStorage.getItem('switchyard.theme');if(t==='dark'||t==='light')document.documentElement.dataset.theme=t}catch{}`;

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // `data-theme` is set when the reader chose a theme; the markup itself follows the system.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <script dangerouslySetInnerHTML={{ __html: CHOSEN_THEME }} />
        {children}
      </body>
    </html>
  );
}
