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

describe('the status of a deployment', () => {
  it('is ready from its registration, and removed after its deregistration', () => {
    const catalog = new ModelCatalog();
    catalog.register('a', 'n1', 'here', ['generate']);
    expect([catalog.status(0), catalog.isReady(0), catalog.away]).toEqual(['ready', true, 0]);
    catalog.deregister('a', 'n1');
    expect([catalog.status(0), catalog.isReady(0), catalog.away]).toEqual(['removed', false, 1]);
    expect(() => catalog.setStatus(1, 'ready')).toThrow('No deployment 1 among 1.');
  });

  it('of a node is that of its deployment nearest to taking requests', () => {
    const catalog = new ModelCatalog();
    for (const model of ['a', 'b', 'c']) catalog.register(model, 'n1', 'here', ['generate']);
    const node = catalog.nodes.intern('n1');
    const seen = (['removed', 'draining', 'loading', 'ready'] as const).map((status, i) => {
      for (const deployment of [0, 1, 2]) catalog.setStatus(deployment, 'removed');
      catalog.setStatus(i % 3, status);
      return catalog.nodeStatus(node);
    });
    expect(seen).toEqual(['removed', 'draining', 'loading', 'ready']);
    expect(catalog.nodeStatus(catalog.nodes.intern('empty'))).toBe('removed');
  });

  it('changes nothing that is derived from the catalog, is told to who follows its nodes, and comes back from a saved state', () => {
    const catalog = new ModelCatalog();
    for (const node of ['n1', 'n2']) catalog.register('a', node, 'here', ['generate']);
    const { version } = catalog;
    catalog.nodes.changes.read = true;
    const { count } = catalog.nodes.changes;
    catalog.setStatus(1, 'draining');
    catalog.setStatus(1, 'draining');
    expect([catalog.version, catalog.nodes.changes.count, catalog.nodes.changes.at(count)]).toEqual([version, count + 1, 1]);
    const saved = catalog.saveStatuses();
    catalog.setStatus(0, 'loading');
    catalog.setStatus(1, 'ready');
    catalog.restoreStatuses(saved);
    expect([catalog.status(0), catalog.status(1), catalog.away]).toEqual(['ready', 'draining', 1]);
  });
});
