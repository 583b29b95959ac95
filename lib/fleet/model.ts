/** What a model can do. A custom capability equals only a custom capability of exactly the same name. */
export const CAPABILITIES = ['transcribe', 'synthesize', 'generate', 'code', 'embed', 'image_gen'] as const;
export type Capability = (typeof CAPABILITIES)[number] | `custom:${string}`;

export function isCapability(text: string): text is Capability {
  return (CAPABILITIES as readonly string[]).includes(text) || (text.startsWith('custom:') && text.length > 7);
}
