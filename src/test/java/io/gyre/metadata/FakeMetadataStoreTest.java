package io.gyre.metadata;

class FakeMetadataStoreTest extends MetadataStoreContract {
  private final FakeMetadataStore store = new FakeMetadataStore("tester", "TESTER");

  @Override
  protected MetadataStore store() {
    return store;
  }
}
