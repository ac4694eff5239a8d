/* SPDX-License-Identifier: MIT */
/* A window in which one person is walked through a flow: choices as buttons,
 * all else to be typed, forms, the way back and the way to a person. In the end
 * it shows what was found out, and prints the packet.
 *
 *     cc gtk.c $(pkg-config --cflags --libs tier1 gtk4) -o gtk
 *     ./gtk printer-does-not-print.yaml
 *
 * Texts of a flow may hold anything. They go into labels as they are, never as
 * markup, as a name of a key (mnemonic) or as a part of a style. Markdown is
 * shown as it was written.
 */
#include <gtk/gtk.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

typedef struct host {
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    GtkWidget *window, *page, *back, *person, *progress, *problem;
    GPtrArray *inputs; /* of the page: one for the question or each field */
    guint ticking;     /* while the session waits; else 0 */
} host;

static void show(host *h);

/* ---- widgets ---- */

static GtkWidget *put(host *h, GtkWidget *widget)
{
    gtk_box_append(GTK_BOX(h->page), widget);
    return widget;
}

static GtkWidget *new_text(const char *text, const char *style)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_add_css_class(label, style);
    return label;
}

static void put_text(host *h, const char *text, const char *style)
{
    if (text && *text)
        put(h, new_text(text, style));
}

static GtkWidget *put_button(host *h, const char *label, GCallback clicked)
{
    GtkWidget *button = gtk_button_new();
    GtkWidget *text = gtk_label_new(label);

    gtk_label_set_wrap(GTK_LABEL(text), TRUE);
    gtk_label_set_xalign(GTK_LABEL(text), 0);
    gtk_button_set_child(GTK_BUTTON(button), text);
    g_signal_connect(button, "clicked", clicked, h);
    return put(h, button);
}

/* The button that Return presses, wherever the keyboard is. */
static GtkWidget *put_action(host *h, const char *label, GCallback clicked)
{
    GtkWidget *button = put_button(h, label, clicked);

    gtk_widget_add_css_class(button, "suggested-action");
    gtk_widget_set_halign(button, GTK_ALIGN_START);
    gtk_window_set_default_widget(GTK_WINDOW(h->window), button);
    return button;
}

/* ---- what the widgets hold ---- */

static int take_ticked(const host *h, tier1_value **out,
                       const tier1_question *q, GtkWidget *box)
{
    GtkWidget *tick = gtk_widget_get_first_child(box);
    int rc = tier1_value_new_list(out, h->engine);

    for (size_t i = 0; tick && rc == TIER1_OK; i++) {
        tier1_value *one = NULL;
        if (gtk_check_button_get_active(GTK_CHECK_BUTTON(tick))) {
            rc = tier1_value_new_text(&one, h->engine, q->choices[i].value);
            if (rc == TIER1_OK)
                rc = tier1_value_append(*out, one);
        }
        tick = gtk_widget_get_next_sibling(tick);
    }
    return rc;
}

/* What an input holds, as a value; *out stays NULL where that is nothing. */
static int take(const host *h, tier1_value **out, const tier1_question *q,
                GtkWidget *input)
{
    const char *text = NULL;

    if (GTK_IS_BOX(input))
        return take_ticked(h, out, q, input);
    if (GTK_IS_ENTRY(input))
        text = gtk_editable_get_text(GTK_EDITABLE(input));
    else if (gtk_drop_down_get_selected(GTK_DROP_DOWN(input)) > 0)
        text = q->choices[gtk_drop_down_get_selected(GTK_DROP_DOWN(input)) - 1]
                   .value;
    return text ? tier1_value_new_text(out, h->engine, text) : TIER1_OK;
}

static int take_form(const host *h, tier1_value **out, const tier1_view *view)
{
    int rc = tier1_value_new_map(out, h->engine);

    for (size_t i = 0; rc == TIER1_OK && i < view->field_count; i++) {
        tier1_value *one = NULL;
        rc = take(h, &one, &view->fields[i], h->inputs->pdata[i]);
        if (rc == TIER1_OK && one)
            rc = tier1_value_set(*out, view->fields[i].name, one);
        else
            tier1_value_free(one);
    }
    return rc;
}

/* ---- what is said to the session ---- */

/* Shows where the session stands now. A refused answer leaves the page as it
 * is, with what was typed, and says why. */
static void went(host *h, int rc)
{
    if (rc >= 0) {
        show(h);
        return;
    }
    gtk_label_set_text(GTK_LABEL(h->problem),
                       rc == TIER1_EANSWER || rc == TIER1_EREFUSED
                           ? tier1_session_problem(h->session)
                           : tier1_status_text(rc));
    gtk_widget_set_visible(h->problem, TRUE);
}

static void on_choice(GtkButton *button, host *h)
{
    const char *value = g_object_get_data(G_OBJECT(button), "value");

    went(h, tier1_session_answer(h->session, value));
}

static void on_continue(GtkButton *button, host *h)
{
    const tier1_view *view = tier1_session_view(h->session);
    tier1_value *value = NULL;
    int rc = TIER1_OK;
    (void)button;

    if (view->question.type == TIER1_TYPE_FORM)
        rc = take_form(h, &value, view);
    else if (h->inputs->len > 0)
        rc = take(h, &value, &view->question, h->inputs->pdata[0]);
    if (rc == TIER1_OK && value)
        rc = tier1_session_answer_value(h->session, value);
    else if (rc == TIER1_OK)
        rc = tier1_session_answer(h->session, "");
    tier1_value_free(value);
    went(h, rc);
}

static void on_back(GtkButton *button, host *h)
{
    (void)button;
    went(h, tier1_session_back(h->session));
}

static void on_close(GtkButton *button, host *h)
{
    (void)button;
    gtk_window_close(GTK_WINDOW(h->window));
}

static void on_person(GtkButton *button, host *h)
{
    (void)button;
    went(h, tier1_session_escalate(h->session, NULL));
}

static gboolean on_tick(gpointer data)
{
    host *h = data;
    int rc = tier1_session_tick(h->session);

    if (rc == TIER1_WAIT || rc < 0) /* no memory, say: again in a second */
        return G_SOURCE_CONTINUE;
    h->ticking = 0;
    show(h);
    return G_SOURCE_REMOVE;
}

static void keep_ticking(host *h, int waits)
{
    if (waits && h->ticking == 0)
        h->ticking = g_timeout_add_seconds(1, on_tick, h);
    if (!waits && h->ticking != 0)
        g_source_remove(h->ticking);
    if (!waits)
        h->ticking = 0;
}

/* ---- questions ---- */

static GtkWidget *check_boxes(const tier1_question *q)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    for (size_t i = 0; i < q->choice_count; i++)
        gtk_box_append(GTK_BOX(box),
                       gtk_check_button_new_with_label(q->choices[i].label));
    return box;
}

/* A list of choices, behind one that is none. */
static GtkWidget *drop_down(const tier1_question *q)
{
    GtkStringList *labels = gtk_string_list_new(NULL);
    guint chosen = 0;

    gtk_string_list_append(labels, "–");
    for (size_t i = 0; i < q->choice_count; i++) {
        gtk_string_list_append(labels, q->choices[i].label);
        if (g_strcmp0(q->choices[i].value, q->fallback) == 0)
            chosen = (guint)i + 1;
    }
    GtkWidget *list = gtk_drop_down_new(G_LIST_MODEL(labels), NULL);
    gtk_drop_down_set_selected(GTK_DROP_DOWN(list), chosen);
    return list;
}

static GtkWidget *entry(const tier1_question *q)
{
    GtkWidget *widget = gtk_entry_new();

    gtk_entry_set_activates_default(GTK_ENTRY(widget), TRUE);
    gtk_entry_set_visibility(GTK_ENTRY(widget), !q->sensitive);
    gtk_entry_set_placeholder_text(GTK_ENTRY(widget),
                                   q->unit ? q->unit : q->currency);
    if (q->fallback)
        gtk_editable_set_text(GTK_EDITABLE(widget), q->fallback);
    return widget;
}

static void put_input(host *h, const char *name, GtkWidget *input)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    if (name) {
        GtkWidget *label = new_text(name, "heading");
        gtk_label_set_mnemonic_widget(GTK_LABEL(label), input); /* its name */
        gtk_box_append(GTK_BOX(box), label);
    }
    gtk_box_append(GTK_BOX(box), input);
    put(h, box);
    g_ptr_array_add(h->inputs, input);
}

static void put_field(host *h, const tier1_question *q)
{
    if (q->type == TIER1_TYPE_MULTI)
        put_input(h, q->label, check_boxes(q));
    else if (q->choice_count > 0)
        put_input(h, q->label, drop_down(q));
    else
        put_input(h, q->label, entry(q));
}

/* One button for each choice; those that take what is typed have an entry. */
static void put_choices(host *h, const tier1_question *q)
{
    for (size_t i = 0; i < q->choice_count; i++) {
        const tier1_choice *choice = &q->choices[i];
        if (choice->other) {
            put_input(h, choice->label, entry(q));
            continue;
        }
        GtkWidget *button = put_button(h, choice->label, G_CALLBACK(on_choice));
        g_object_set_data_full(G_OBJECT(button), "value",
                               g_strdup(choice->value), g_free);
    }
}

static void put_question(host *h, const tier1_view *view)
{
    const tier1_question *q = &view->question;
    int buttons = q->choice_count > 0 && q->type != TIER1_TYPE_MULTI;

    if (buttons)
        put_choices(h, q);
    else if (q->type == TIER1_TYPE_FILE)
        put_text(h, "No file can be sent from this window.", "dim-label");
    else if (q->type != TIER1_TYPE_NONE && q->type != TIER1_TYPE_FORM)
        put_field(h, q);
    for (size_t i = 0; i < view->field_count; i++)
        put_field(h, &view->fields[i]);
    if (buttons && h->inputs->len == 0)
        return;
    put_action(h, "Continue", G_CALLBACK(on_continue));
}

/* ---- the page ---- */

static void put_end(host *h, const tier1_view *view)
{
    static const char *const words[] = {
        [TIER1_RESOLVED] = "Solved",
        [TIER1_ESCALATED] = "A person takes over",
        [TIER1_DEAD_END] = "A person takes over",
    };
    tier1_packet_options options = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf text = TIER1_BUF_INIT;
    tier1_end end = tier1_session_outcome(h->session)->end;

    put_text(h, words[end], "title-1");
    put_text(h, view->text, "title-4");
    put_action(h, "Close", G_CALLBACK(on_close));
    options.for_customer = 1;
    int rc =
        tier1_packet_render(&text, h->session, TIER1_PACKET_TEXT, &options);
    GtkWidget *copy = put(
        h, new_text(rc == TIER1_OK ? text.ptr : tier1_status_text(rc), "body"));
    gtk_label_set_selectable(GTK_LABEL(copy), TRUE);
    tier1_buf_dispose(&text);
    rc = tier1_packet_render(&text, h->session, TIER1_PACKET_JSON, NULL);
    if (rc == TIER1_OK) /* a real host sends it to where it goes */
        g_print("%s", text.ptr);
    tier1_buf_dispose(&text);
}

static void put_progress(host *h, const tier1_view *view)
{
    int most = view->steps_done + MAX(view->most_left, 1);
    char *left = view->fewest_left == view->most_left
                     ? g_strdup_printf("questions to go: %d", view->most_left)
                     : g_strdup_printf("questions to go: %d to %d",
                                       view->fewest_left, view->most_left);

    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(h->progress),
                                  (double)view->steps_done / most);
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(h->progress), left);
    g_free(left);
}

static void put_page(host *h, const tier1_view *view)
{
    put_progress(h, view);
    put_text(h, view->title, "dim-label");
    put_text(h, view->text, "title-3");
    put_text(h, view->help, "body");
    for (size_t i = 0; i < view->media_count; i++)
        put_text(h, view->media[i].alt, "caption");
    h->problem = put(h, new_text(view->problem, "error"));
    gtk_widget_set_visible(h->problem, view->problem != NULL);
    if (view->state == TIER1_ASK) {
        put_question(h, view);
        return;
    }
    put_text(h, "One moment, please.", "dim-label");
    gtk_spinner_start(GTK_SPINNER(put(h, gtk_spinner_new())));
}

/* Makes the page anew, from the view alone. */
static void show(host *h)
{
    const tier1_view *view = tier1_session_view(h->session);
    GtkWidget *old;

    gtk_window_set_default_widget(GTK_WINDOW(h->window), NULL);
    g_ptr_array_set_size(h->inputs, 0);
    while ((old = gtk_widget_get_first_child(h->page)) != NULL)
        gtk_box_remove(GTK_BOX(h->page), old);
    keep_ticking(h, view->state == TIER1_WAIT);
    gtk_widget_set_sensitive(h->back, view->can_back);
    gtk_widget_set_sensitive(h->person, view->can_escalate);
    gtk_widget_set_visible(h->progress, view->state != TIER1_DONE);
    if (view->state == TIER1_DONE)
        put_end(h, view);
    else
        put_page(h, view);
    gtk_widget_child_focus(h->page, GTK_DIR_TAB_FORWARD);
}

/* ---- the window ---- */

static GtkWidget *make_bar(host *h)
{
    GtkWidget *bar = gtk_header_bar_new();

    h->back = gtk_button_new_with_mnemonic("_Back");
    h->person = gtk_button_new_with_mnemonic("_Ask a person");
    g_signal_connect(h->back, "clicked", G_CALLBACK(on_back), h);
    g_signal_connect(h->person, "clicked", G_CALLBACK(on_person), h);
    gtk_header_bar_pack_start(GTK_HEADER_BAR(bar), h->back);
    gtk_header_bar_pack_end(GTK_HEADER_BAR(bar), h->person);
    return bar;
}

static void make_window(host *h, GMainLoop *loop, const char *title)
{
    GtkWidget *all = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *scrolled = gtk_scrolled_window_new();

    h->window = gtk_window_new();
    h->page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
    h->progress = gtk_progress_bar_new();
    gtk_window_set_title(GTK_WINDOW(h->window), title);
    gtk_window_set_titlebar(GTK_WINDOW(h->window), make_bar(h));
    gtk_window_set_default_size(GTK_WINDOW(h->window), 720, 600);
    gtk_widget_set_margin_start(h->page, 48);
    gtk_widget_set_margin_end(h->page, 48);
    gtk_widget_set_margin_top(h->page, 32);
    gtk_widget_set_margin_bottom(h->page, 32);
    gtk_progress_bar_set_show_text(GTK_PROGRESS_BAR(h->progress), TRUE);
    gtk_widget_set_margin_start(h->progress, 48);
    gtk_widget_set_margin_end(h->progress, 48);
    gtk_widget_set_margin_bottom(h->progress, 16);
    gtk_widget_set_vexpand(scrolled, TRUE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), h->page);
    gtk_box_append(GTK_BOX(all), scrolled);
    gtk_box_append(GTK_BOX(all), h->progress);
    gtk_window_set_child(GTK_WINDOW(h->window), all);
    g_signal_connect_swapped(h->window, "destroy", G_CALLBACK(g_main_loop_quit),
                             loop);
}

static int begin(host *h, const char *path)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_session_options how = TIER1_SESSION_OPTIONS_INIT;

    tier1_posix_engine(&options);
    how.audience = "customer";
    int rc = tier1_engine_new(&h->engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&h->library, NULL, h->engine, path);
    if (rc == TIER1_OK)
        rc = tier1_session_start(&h->session, h->engine,
                                 tier1_library_at(h->library, 0), &how);
    if (rc < 0)
        g_printerr("%s: %s. %s\n", path, tier1_status_text(rc),
                   h->engine ? tier1_engine_problem(h->engine) : "");
    return rc;
}

int main(int argc, char **argv)
{
    host h = {0};
    GMainLoop *loop = g_main_loop_new(NULL, FALSE);

    gtk_init();
    h.inputs = g_ptr_array_new();
    int rc = begin(&h, argc > 1 ? argv[1] : "");
    if (rc > 0) {
        const tier1_flow *flow = tier1_session_flow(h.session);
        make_window(&h, loop, tier1_flow_about(flow)->title);
        gtk_window_present(GTK_WINDOW(h.window));
        show(&h);
        g_main_loop_run(loop);
    }
    keep_ticking(&h, 0);
    g_ptr_array_free(h.inputs, TRUE);
    g_main_loop_unref(loop);
    tier1_session_free(h.session);
    tier1_library_free(h.library);
    tier1_engine_free(h.engine);
    return rc > 0 ? 0 : 1;
}
