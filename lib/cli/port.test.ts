import { createServer, type AddressInfo } from 'node:net';

import { expect, it } from 'vitest';

import { portFrom, portTrouble } from './port';

it('reads PORT', () => {
  expect(portFrom(undefined)).toBe(3000);
  expect(portFrom('')).toBe(3000);
  expect(portFrom('8081')).toBe(8081);
});

it.each(['abc', '0', '65536', '-1', '80.5', '3000 ', '1e3'])('refuses %j', (wish) => {
  expect(portFrom(wish)).toBe(`PORT must be a whole number from 1 to 65535 (found "${wish}").`);
});

it('says when a port is taken, and when it is free again', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  expect(await portTrouble(port)).toContain(`Port ${port} is taken`);
  await new Promise((resolve) => server.close(resolve));
  expect(await portTrouble(port)).toBeNull();
});
