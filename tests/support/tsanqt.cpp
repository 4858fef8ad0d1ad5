/// Linked into every test under ThreadSanitizer, beside the suppressions for any program in
/// tsan.supp: what only tests meet. Qt Test's own watchdog thread is deleted while it may still
/// look at a condition variable, Qt Gui paints images on a pool of threads, and GLib hands memory
/// from one thread to another; none of these libraries is instrumented. Frames of our tests never
/// show qRun itself, so nothing of ours hides behind this.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions()
{
    return "race:QTest::qRun\n"
           "race:libQt6Gui.so.6\n"
           "race:libglib-2.0.so.0\n";
}
