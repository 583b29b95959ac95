import { z } from 'zod';

/** The name of a file beside the case file: no way out of the folder, whatever a case says. */
export const fileName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be the name of a file: letters, digits, ".", "_" and "-"');
