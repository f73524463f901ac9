// Linked with one room's whole archive: a symbol of another room that it should not use stays undefined.
int main() {}
