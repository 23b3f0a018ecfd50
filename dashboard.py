"""Entry of the dashboard: page configuration, menu, and the page that was asked for."""

import streamlit as st

if __name__ == "__main__":
    from lebenslage.app import navigation, rerun, setup
    from lebenslage.app.shield import shield

    st.set_page_config(
        page_title="lebenslage",
        page_icon="🏘️",
        layout="wide",
        initial_sidebar_state=setup.SIDEBAR_PX,
    )
    rerun.mark_navigated()
    setup.warm_up()
    with shield():
        navigation.build().run()
else:
    # The server imports this file for the gate before Streamlit; the script above runs per visit.
    from lebenslage.app import account_routes, feed, monitoring

    routes = [*account_routes.routes(), *feed.routes(), *monitoring.routes()]
    app = st.App(__file__, routes=routes, middleware=account_routes.middleware())
