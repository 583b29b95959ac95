import { describe, expect, it } from 'vitest';
import { ModelCatalog } from './catalog';

describe('the catalog', () => {
  it('lists deployments of a capability by registration, across models', () => {
    const catalog = new ModelCatalog();
    catalog.register('a', 'n1', 'here', ['generate']);
    catalog.register('b', 'n2', 'here', ['embed']);
    catalog.register('c', 'n3', 'there', ['embed', 'generate'], { slots: 5 });
    catalog.register('a', 'n4', 'there', ['code']);
    expect([...catalog.serving('generate')]).toEqual([0, 2, 3]);
    expect([...catalog.serving('code')]).toEqual([]);
    expect([catalog.nodeIdOf(2), catalog.regionIdOf(2), catalog.modelIdOf(2), catalog.slotsOf[2]]).toEqual([
      'n3',
      'there',
      'c',
      5,
    ]);
  });

  it('keeps the first registration’s capabilities until the model is forgotten', () => {
    const catalog = new ModelCatalog();
    catalog.register('a', 'n1', 'here', ['generate']);
    catalog.deregister('a', 'n1');
    catalog.register('a', 'n1', 'here', ['custom:ocr']);
    expect([...catalog.serving('generate')]).toEqual([]);
    expect([...catalog.serving('custom:ocr')]).toEqual([1]);
  });

  it('deregisters every deployment of a node from a model, and leaves its other models', () => {
    const catalog = new ModelCatalog();
    for (const model of ['a', 'a', 'b']) catalog.register(model, 'n1', 'here', ['generate']);
    catalog.register('a', 'n2', 'here', []);
    const before = catalog.version;
    catalog.deregister('a', 'n1');
    expect([...catalog.deployments()]).toEqual([2, 3]);
    expect(catalog.deploymentsOn(catalog.nodes.indexOf('n1'))).toEqual([2]);
    expect(catalog.version).toBe(before + 1);
    catalog.deregister('a', 'nobody');
    catalog.deregister('z', 'n1');
    expect(catalog.version).toBe(before + 1);
  });

  it('takes no deployment without a slot', () => {
    expect(() => new ModelCatalog().register('a', 'n1', 'here', ['code'], { slots: 0 })).toThrow('a on n1 has 0');
  });
});
