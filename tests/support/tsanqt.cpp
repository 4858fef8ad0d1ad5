/// Linked into every test under ThreadSanitizer, beside the suppressions for any program in
/// tsan.supp: what only tests meet. Qt Test's own watchdog thread is deleted while it may still
/// look at a condition variable, Qt Gui paints images on a pool of threads, GLib hands memory from
/// one thread to another, and the dynamic linker frees the thread-local tables of modules opened
/// late; none of them is instrumented. Only what they call directly is matched. The last line is
/// tsan.supp's qobjectdefs_impl.h once more, for frames whose file the symboliser cannot tell: a
/// queued call hands its functor over under a lock inside Qt.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions()
{
    return "race:QTest::qRun\n"
           "race:libQt6Gui.so.6\n"
           "race:libglib-2.0.so.0\n"
           "race:ld-linux-x86-64.so.2\n"
           "race:QFunctorSlotObject\n";
}
