import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

import { sourceFingerprint } from './lib/cli/source-fingerprint.mjs';

const root = import.meta.dirname;

/**
 * Nothing comes from another host and nothing goes to one. Inline scripts are allowed because Next starts a page with
 * them and a nonce would make every page dynamic; no page of ours writes a visitor's text as HTML. The development server
 * evaluates its modules.
 * @param {boolean} developing
 */
const contentSecurityPolicy = (developing) =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${developing ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${developing ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const UNUSED = 'accelerometer autoplay camera display-capture geolocation gyroscope magnetometer microphone midi payment usb';

/** @type {(phase: string) => import('next').NextConfig} */
export default function config(phase) {
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    outputFileTracingRoot: root,
    turbopack: { root },
    generateBuildId: () => sourceFingerprint(root),
    headers: async () => [
      {
        source: '/:path*',
        headers: [
          { key: 'Content-Security-Policy', value: contentSecurityPolicy(phase === PHASE_DEVELOPMENT_SERVER) },
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'Referrer-Policy', value: 'no-referrer' },
          {
            key: 'Permissions-Policy',
            value: UNUSED.split(' ')
              .map((feature) => `${feature}=()`)
              .join(', '),
          },
          { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
          { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        ],
      },
    ],
  };
}
